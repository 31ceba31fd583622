import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { OrreryError } from '@orrery/contract';

/** Errors of the engines (text of DuckDB, code of SQLite), and what they mean to whoever starts Orrery. */
const REASONS: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  [
    /could not set lock|conflicting lock|SQLITE_BUSY|database is locked/i,
    'is open in another process. One process at a time may have it open: stop the other Orrery or choose another folder.',
  ],
  [
    /not a valid DuckDB database|SQLITE_NOTADB|file is not a database/i,
    'is not a database of Orrery. Move it away or choose another folder.',
  ],
  [
    /corrupt|malformed|checksum|truncat|could not read|failed to read|serialization error|SQLITE_IOERR/i,
    'is damaged or was cut short. Put a copy of the folder back, or move it away: the sources fill a new one.',
  ],
  [
    /permission denied|read-only|SQLITE_READONLY|EACCES/i,
    'may not be read and written by this user. Give it the permission or choose another folder.',
  ],
];

/** The error of a database file that an engine cannot open: `notReady`, with what is wrong and what to do. */
export async function openFailure(file: string, error: unknown): Promise<OrreryError> {
  const reason =
    error instanceof Error ? `${'code' in error ? `${String(error.code)}: ` : ''}${error.message}` : String(error);
  const sentence = (await reasonOfFile(file)) ?? REASONS.find(([pattern]) => pattern.test(reason))?.[1];
  const what = sentence ?? `cannot be opened: ${reason}`;
  return new OrreryError('notReady', `The embedded database ${file} ${what}`, [], { cause: error });
}

/**
 * Rejects with `notReady` if one of the two files that belong together is missing or has no bytes while the other one
 * has content: what was in it would be taken for never fetched.
 */
export async function refuseLost(file: string, other: string): Promise<void> {
  if (file === ':memory:' || (await hasContent(file)) || !(await hasContent(other))) return;
  throw new OrreryError(
    'notReady',
    `The embedded database ${file} is missing or empty, though ${other} is there and they belong together. Put it back from a copy of the folder, or move the whole folder away: the sources fill a new one.`,
  );
}

const hasContent = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.size > 0,
    () => false,
  );

/** What is wrong with the file itself, regardless of the engine's error. */
async function reasonOfFile(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return undefined;
  if (found.isDirectory()) return 'is a folder. Move it away or choose another folder for the data.';
  const allowed = await access(file, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  return allowed ? undefined : REASONS.at(-1)![1];
}
