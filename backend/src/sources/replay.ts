import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { OrreryError } from '@orrery/contract';
import type { Fetched, Fetcher } from './fetcher.ts';

/** Recorded responses stand in for the providers: the same extractors ask, files answer. */
export interface Replay {
  readonly fetcher: Fetcher;
  /** How many recordings of an address there are beyond the ones already given. */
  remaining(url: URL): number;
}

/**
 * Serves the recordings of a folder (satellites/ and swpc-responses/ as in the documentation on replay). Several recordings
 * of one address are given oldest first, one a request; the last one stays. What was not recorded answers 404.
 * Throws `notFound` where the folder has neither.
 */
export function createReplay(folder: string): Replay {
  const satellites = listFolder(join(folder, 'satellites'));
  const swpc = listFolder(join(folder, 'swpc-responses'));
  if (satellites.length + swpc.length === 0) {
    throw new OrreryError(
      'notFound',
      `--replay ${folder}: no folder satellites/ or swpc-responses/ with recordings in it.`,
    );
  }
  const given = new Map<string, number>();
  const recordings = (url: URL): string[] => recordingsOf(url, satellites, swpc);
  return {
    remaining: (url) => Math.max(0, recordings(url).length - (given.get(url.href) ?? 0)),
    fetcher: async (url) => {
      const files = recordings(url);
      const turn = given.get(url.href) ?? 0;
      given.set(url.href, turn + 1);
      const file = files[Math.min(turn, files.length - 1)];
      return file === undefined ? notRecorded(url) : { status: 200, headers: {}, body: readText(file) };
    },
  };
}

function recordingsOf(url: URL, satellites: readonly string[], swpc: readonly string[]): string[] {
  const group = url.searchParams.get('GROUP');
  const name = url.pathname.split('/').at(-1) ?? '';
  if (group !== null) {
    return satellites.filter((file) => new RegExp(`[/\\\\]\\w+_${group}(_tle)?\\.(json|dat|tle)(\\.gz)?$`).test(file));
  }
  return swpc.filter((file) => file.replace(/\.gz$/, '').endsWith(`_${name}`)).sort();
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function readText(file: string): string {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

const notRecorded = (url: URL): Fetched => ({
  status: 404,
  headers: {},
  body: `Not recorded: ${url.pathname}${url.search}`,
});
