import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { OrreryError } from '@orrery/contract';
import { columnOf, endOf, INPUT_NAMES, valueAt, type Column, type History, type Input } from '@orrery/forecast';
import { historyFileOf } from '../../history/index.ts';

/**
 * Kinds of files that hold inputs, later ones take precedence: the models are trained on Kp and F10.7 of CelesTrak’s
 * file.
 */
const KINDS = ['gfz-indices', 'omni2', 'celestrak-space-weather'];

export interface FileHistory {
  readonly history: History;
  readonly files: readonly string[];
  /** Lines that hold no record. */
  readonly rejects: number;
}

/**
 * Reads inputs from files of history below a folder (or from one file) into columns, from `fromMs` on where the kind of
 * file allows earlier lines to be skipped. Predicted values are left out. Inputs without a file are empty. Throws
 * `notFound` where there is no file of history.
 */
export function readHistoryFiles(path: string, fromMs = -Infinity): FileHistory {
  const files = filesBelow(path);
  if (files.length === 0)
    throw new OrreryError(
      'notFound',
      `--data ${path}: no files of history in it; omni2_YEAR.dat[.gz], SW-All*.csv[.gz] and Kp_ap*.txt[.gz] are.`,
    );
  const columns = new Map<Input, Column>(INPUT_NAMES.map((input) => [input, columnOf(input, [])]));
  let rejects = 0;
  for (const file of files) {
    const read = readFile(file, fromMs);
    rejects += read.rejects;
    for (const [input, column] of read.columns) columns.set(input, merge(columns.get(input) as Column, column));
  }
  return { history: Object.fromEntries(columns) as History, files, rejects };
}

function filesBelow(path: string): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new OrreryError('notFound', `--data ${path}: there is no such file or folder.`);
  const all = stat.isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
    : [path];
  const rank = (file: string): number => KINDS.indexOf(historyFileOf(file)?.info.id ?? '');
  return all
    .filter((file) => rank(file) >= 0 && statSync(file).isFile())
    .sort((a, b) => rank(a) - rank(b) || basename(a).localeCompare(basename(b)));
}

function readFile(
  file: string,
  fromMs: number,
): { readonly columns: readonly (readonly [Input, Column])[]; readonly rejects: number } {
  const kind = historyFileOf(file);
  if (kind === null || endsBefore(file, fromMs)) return { columns: [], rejects: 0 };
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  // The time of retrieval, which tells how final values are, makes no difference here.
  const { records, rejects } = kind.parse({ body: since(text, fromMs), retrievedAtMs: 0 });
  const points = new Map<Input, { timeMs: number; value: number | null }[]>(INPUT_NAMES.map((input) => [input, []]));
  for (const record of records)
    if (record.kind === 'observation' && record.revision !== 'predicted')
      points.get(record.series as Input)?.push(record);
  return {
    columns: [...points].map(([input, own]) => [input, columnOf(input, own)] as const),
    rejects: rejects.length,
  };
}

/** Whether a file of a year of OMNI ends before `fromMs`. */
function endsBefore(file: string, fromMs: number): boolean {
  const year = /^omni2_(\d{4})\./i.exec(basename(file))?.[1];
  return year !== undefined && Date.UTC(Number(year) + 1, 0, 1) <= fromMs;
}

/** Removes lines that begin with a date before `fromMs`; all other lines stay. */
function since(text: string, fromMs: number): string {
  if (fromMs === -Infinity) return text;
  const day = new Date(fromMs).toISOString().slice(0, 10);
  return text
    .split('\n')
    .filter((line) => !(/^\d{4}-\d\d-\d\d,/.test(line) && line.slice(0, 10) < day))
    .join('\n');
}

/** Merges two columns; where both have a value the second is used. */
function merge(first: Column, second: Column): Column {
  if (first.values.length === 0) return second;
  if (second.values.length === 0) return first;
  const { stepMs } = first;
  const startMs = Math.min(first.startMs, second.startMs);
  const length = Math.round((Math.max(endOf(first), endOf(second)) - startMs) / stepMs);
  const values = Float64Array.from({ length }, (_, i) => {
    const value = valueAt(second, startMs + i * stepMs);
    return Number.isNaN(value) ? valueAt(first, startMs + i * stepMs) : value;
  });
  return { startMs, stepMs, values };
}
