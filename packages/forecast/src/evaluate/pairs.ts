import { OrreryError } from '@orrery/contract';

/** A column of numbers; NaN is missing. */
export type Numbers = Float64Array | Float32Array;

/**
 * Forecast and observed values of one lead, in order of issue: one entry per forecast, NaN is missing. Units of the
 * target; `p5` is the probability (0–1) of a storm and `storm` the decision (1 or 0). An unused column may be all NaN
 * or left out.
 */
export interface Pairs {
  readonly issuedAtMs: Numbers;
  readonly validAtMs: Numbers;
  readonly observed: Numbers;
  readonly value: Numbers;
  readonly median?: Numbers;
  readonly lower80?: Numbers;
  readonly upper80?: Numbers;
  readonly lower95?: Numbers;
  readonly upper95?: Numbers;
  readonly p5?: Numbers;
  readonly storm?: Numbers;
}

/** The pairs of one lead; hours to the end of the forecast step. */
export interface LeadPairs {
  readonly leadHours: number;
  readonly pairs: Pairs;
}

const REQUIRED = ['issuedAtMs', 'validAtMs', 'observed', 'value'] as const;
const OPTIONAL = ['median', 'lower80', 'upper80', 'lower95', 'upper95', 'p5', 'storm'] as const;

/** Pairs without missing values: a column is complete or null, and so is each rival. */
export interface CompletePairs
  extends Readonly<Record<(typeof REQUIRED)[number], Float64Array>>,
    Readonly<Record<(typeof OPTIONAL)[number], Float64Array | null>> {
  readonly n: number;
  readonly rivals: Readonly<Record<string, Float64Array | null>>;
}

/**
 * The pairs on which every column can be scored. A column (or rival) without a single number is absent and becomes
 * null; of the others a pair counts only if all are numbers, so that every score is over the same hours. A rival that
 * is known on few days only therefore needs a comparison of its own.
 * @throws OrreryError `invalidRequest` if the columns differ in length
 */
export function completePairs(pairs: Pairs, rivals: Readonly<Record<string, Numbers>> = {}): CompletePairs {
  const rows = pairs.observed.length;
  const named: [string, Numbers][] = [
    ...REQUIRED.map((name): [string, Numbers] => [name, pairs[name]]),
    ...OPTIONAL.flatMap((name): [string, Numbers][] => (pairs[name] ? [[name, pairs[name]]] : [])),
    ...Object.entries(rivals).map(([name, column]): [string, Numbers] => [`rival ${name}`, column]),
  ];
  for (const [name, { length }] of named) {
    if (length === rows) continue;
    const message = `Column ${name} has ${length} entries beside ${rows} observed ones; give columns of equal length, NaN where missing.`;
    throw new OrreryError('invalidRequest', message);
  }
  const present = named.filter(([name, column]) => isRequired(name) || column.some(Number.isFinite)).map(([, c]) => c);
  const kept = rowsWithoutHole(present, rows);
  const pick = (column: Numbers | undefined): Float64Array | null =>
    column && present.includes(column) ? taken(column, kept) : null;
  return {
    n: kept.length,
    ...(Object.fromEntries(REQUIRED.map((name) => [name, pick(pairs[name])])) as Record<
      (typeof REQUIRED)[number],
      Float64Array
    >),
    ...(Object.fromEntries(OPTIONAL.map((name) => [name, pick(pairs[name])])) as Record<
      (typeof OPTIONAL)[number],
      Float64Array | null
    >),
    rivals: Object.fromEntries(Object.entries(rivals).map(([name, column]) => [name, pick(column)])),
  };
}

const isRequired = (name: string): boolean => (REQUIRED as readonly string[]).includes(name);

function taken(column: Numbers, rows: Uint32Array): Float64Array {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column[rows[i]!]!;
  return values;
}

function rowsWithoutHole(columns: readonly Numbers[], rows: number): Uint32Array {
  const whole = new Uint8Array(rows).fill(1);
  for (const column of columns) {
    for (let row = 0; row < rows; row++) if (!Number.isFinite(column[row] as number)) whole[row] = 0;
  }
  const kept = new Uint32Array(rows);
  let n = 0;
  for (let row = 0; row < rows; row++) if (whole[row]) kept[n++] = row;
  return kept.subarray(0, n);
}
