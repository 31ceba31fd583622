import { OrreryError } from '@orrery/contract';
import { isRow, isRowList } from '@orrery/etl-worker/recordings';

/**
 * What a provider or the way to it can do wrong: refuse for now (429 with Retry-After), fail (500), never answer, break
 * off in the middle, answer with something else; and what is not wrong, only unusual: rows in another order, rows
 * twice.
 */
export const FAULTS = ['429', '500', 'timeout', 'truncate', 'garbage', 'reorder', 'duplicate'] as const;
export type FaultName = (typeof FAULTS)[number];
/** Probability of each fault, 0 to 1; of one answer at most one happens. */
export type Faults = Readonly<Partial<Record<FaultName, number>>>;

const DEFAULT_PROBABILITY = 0.1;

/** Reads `429,500,duplicate:0.2`; a fault without a number happens to one answer in ten. Throws `invalidRequest`. */
export function parseFaults(text: string): Faults {
  const faults: Partial<Record<FaultName, number>> = {};
  for (const part of text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)) {
    const [name, probability = String(DEFAULT_PROBABILITY)] = part.split(':');
    const known = FAULTS.find((fault) => fault === name);
    if (!known)
      throw new OrreryError(
        'invalidRequest',
        `--faults ${part}: there are ${FAULTS.join(', ')}, each with an optional probability as in duplicate:0.2.`,
      );
    const share = Number(probability);
    if (!(share >= 0 && share <= 1))
      throw new OrreryError('invalidRequest', `--faults ${part}: a probability from 0 to 1 is needed.`);
    faults[known] = share;
  }
  const total = Object.values(faults).reduce((sum, share) => sum + share, 0);
  if (total > 1)
    throw new OrreryError('invalidRequest', `--faults: the probabilities add up to ${total}, more than 1.`);
  return faults;
}

/** The fault of the next answer, or null. */
export function drawFault(faults: Faults, random: () => number): FaultName | null {
  let rest = random();
  for (const name of FAULTS) {
    rest -= faults[name] ?? 0;
    if (rest < 0) return name;
  }
  return null;
}

/** Rows in another order or twice, the head of a table staying first; a body that is no list of rows is unchanged. */
export function disturbRows(body: string, how: 'reorder' | 'duplicate', random: () => number): string {
  let rows: unknown;
  try {
    rows = JSON.parse(body);
  } catch {
    return body;
  }
  if (!isRowList(rows)) return body;
  const head = Array.isArray(rows[0]) ? rows.slice(0, 1) : [];
  const rest = rows.slice(head.length).filter(isRow);
  const disturbed =
    how === 'reorder' ? shuffled(rest, random) : rest.flatMap((row) => (random() < 0.5 ? [row, row] : [row]));
  return JSON.stringify([...head, ...disturbed]);
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

/** Something that is no answer of any provider; no two are the same. */
export const garbageBody = (count: number): string =>
  `<html><body><h1>502 Bad Gateway</h1><p>proxy error ${count}</p></body></html>`;
