import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { OrreryError } from '@orrery/contract';

/** Folders of recordings, as in the documentation on replay. */
const FOLDERS = ['swpc-responses', 'satellites', 'nasa-jpl-responses', 'space-weather', 'reference'] as const;
const DAY_MS = 86_400_000;

export interface Recording {
  /** Path below the folder with `/`, without `.gz`: `swpc-responses/2024-05-13_noaa-scales.json`. */
  readonly path: string;
  /** Name of the file without folder, date and `.gz`: `noaa-scales.json`. */
  readonly name: string;
  /** End of the day it was recorded on by its file name, epoch ms; null where the name has no date. */
  readonly recordedMs: number | null;
  read(): string;
}

/** Recordings of a folder. Throws `notFound` where it has none. */
export function findRecordings(folder: string): readonly Recording[] {
  const recordings = FOLDERS.flatMap((name) => filesBelow(join(folder, name), name)).map(([file, path]) =>
    recordingOf(file, path),
  );
  if (recordings.length === 0)
    throw new OrreryError(
      'notFound',
      `--replay ${folder}: none of the folders ${FOLDERS.join('/, ')}/ with recordings in it.`,
    );
  return recordings;
}

function filesBelow(folder: string, path: string): readonly (readonly [string, string])[] {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const file = join(folder, entry.name);
      return entry.isDirectory()
        ? filesBelow(file, `${path}/${entry.name}`)
        : [[file, `${path}/${entry.name.replace(/\.gz$/, '')}`] as const];
    });
}

function recordingOf(file: string, path: string): Recording {
  const base = path.split('/').at(-1) ?? '';
  const [, date, name = base] = /^(\d{4}-\d\d(?:-\d\d)?)_(.+)$/.exec(base) ?? [];
  let text: string | null = null;
  return {
    path,
    name,
    recordedMs: date === undefined ? null : endOfDate(date),
    read() {
      if (text === null) {
        const bytes = readFileSync(file);
        text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      }
      return text;
    },
  };
}

/** End of the day, or of the first day of a month. */
const endOfDate = (date: string): number => Date.parse(date.length === 7 ? `${date}-01` : date) + DAY_MS - 1;
