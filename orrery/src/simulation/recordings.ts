import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { OrreryError } from '@orrery/contract';
import { PROVIDERS } from '@orrery/etl-worker';
import { endOfDate, type ProviderRecording, type Recording } from '@orrery/etl-worker/recordings';

const DESCRIPTIONS: readonly ProviderRecording[] = PROVIDERS.map(({ recording }) => recording);
/** Folders of recordings, as in the documentation on replay. */
const FOLDERS = [...new Set(DESCRIPTIONS.flatMap(({ folders }) => folders))];
const RESHAPED = DESCRIPTIONS.flatMap(({ reshaped }) => reshaped ?? []);
/** Notes on recordings. */
const NOTES = /\.(md|headers\.(json|txt))$/;

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

/** When a recording was made by what stands in it, as its provider's description reads it. */
function momentOf(name: string, read: () => string): number | null {
  for (const { knownMs } of DESCRIPTIONS) {
    const moment = knownMs?.(name, read) ?? null;
    if (moment !== null) return moment;
  }
  return null;
}
