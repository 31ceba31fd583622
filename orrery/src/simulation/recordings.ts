import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { OrreryError } from '@orrery/contract';
import { endOfDate, momentOf } from './moments.ts';
import { RESHAPED } from './reshaped.ts';

/** Folders of recordings, as in the documentation on replay. */
const FOLDERS = ['swpc-responses', 'satellites', 'nasa-jpl-responses', 'space-weather', 'reference'] as const;
/** Notes on recordings. */
const NOTES = /\.(md|headers\.(json|txt))$/;

export interface Recording {
  /** Path below the folder with `/`, without `.gz`: `swpc-responses/2024-05-13_noaa-scales.json`. */
  readonly path: string;
  /** Name of the file without folder, date and `.gz`: `noaa-scales.json`. */
  readonly name: string;
  /**
   * From when on it was there, epoch ms: by what it says itself, else the end of the day it was recorded on by its
   * name; null where neither tells.
   */
  knownMs(): number | null;
  /** Its text, kept as long as there is memory for it. */
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
        : NOTES.test(entry.name)
          ? []
          : [[file, `${path}/${entry.name.replace(/\.gz$/, '')}`] as const];
    });
}

function recordingOf(file: string, path: string): Recording {
  const base = path.split('/').at(-1) ?? '';
  const [, date, dated = base] = /^(\d{4}(?:-\d\d(?:-\d\d)?)?)_(.+)$/.exec(base) ?? [];
  const reshape = RESHAPED.find(({ matches }) => matches.test(base));
  const name = reshape?.name ?? dated.replace(SECOND, '');
  const read = whileMemoryLasts(() => {
    const bytes = readFileSync(file);
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    return reshape === undefined ? text : reshape.read(text);
  });
  return {
    path,
    name,
    knownMs: once(() => momentOf(name, read) ?? (date === undefined ? null : endOfDate(date))),
    read,
  };
}

/** A second recording of one day: `3-day-forecast-2.txt`. */
const SECOND = /-2(?=\.txt$)/;

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Makes a text again when the garbage collector has taken it. */
function whileMemoryLasts(make: () => string): () => string {
  let made: WeakRef<{ readonly text: string }> | null = null;
  return () => {
    let kept = made?.deref();
    if (kept === undefined) {
      kept = { text: make() };
      made = new WeakRef(kept);
    }
    return kept.text;
  };
}
