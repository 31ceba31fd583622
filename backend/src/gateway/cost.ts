import { OrreryError } from '@orrery/contract';
import type { RequestSpan } from '../pool/task.ts';

/** What a query takes, known before it is computed. Estimates of the right size, not promises. */
export interface Cost {
  /** Milliseconds of one core. */
  readonly coreMs: number;
  /** Of the answer, as JSON. */
  readonly bytes: number;
}

/** What an estimate needs to know of the data. */
export interface CostFacts {
  /** Satellites of a group; 0 where it is not here. */
  satellitesOf(group: string): number;
}

/** The cost of a query; `query` has been checked against the schema of its type. */
export type CostOf<Query> = (query: Query, span: RequestSpan, facts: CostFacts) => Cost;

export interface Budget {
  /** Milliseconds of one core that a request may take. */
  readonly maxCoreMs: number;
  /** Bytes that an answer may have. */
  readonly maxBytes: number;
}

/** Past this a query waits in the line of the heavy ones, so that it holds up no light one. */
const HEAVY: Cost = { coreMs: 250, bytes: 4_000_000 };

export const isHeavy = ({ coreMs, bytes }: Cost): boolean => coreMs > HEAVY.coreMs || bytes > HEAVY.bytes;

export const sumOf = (costs: readonly Cost[]): Cost => ({
  coreMs: costs.reduce((sum, { coreMs }) => sum + coreMs, 0),
  bytes: costs.reduce((sum, { bytes }) => sum + bytes, 0),
});

const HOW = 'ask for fewer objects or quantities, a shorter range or a longer interval.';

/** Throws `tooLarge` naming the limit where the cost, of `what`, is over the budget. */
export function assertWithin(what: string, { coreMs, bytes }: Cost, { maxCoreMs, maxBytes }: Budget): void {
  if (coreMs > maxCoreMs) {
    const seconds = (ms: number): string => (ms / 1000).toPrecision(3);
    throw new OrreryError(
      'tooLarge',
      `${what} needs about ${seconds(coreMs)} s of computing, more than the limit of ${seconds(maxCoreMs)} s (maxCoreMs); ${HOW}`,
    );
  }
  if (bytes > maxBytes) {
    const megabytes = (n: number): string => (n / 1e6).toPrecision(3);
    throw new OrreryError(
      'tooLarge',
      `${what} would be answered with about ${megabytes(bytes)} MB, more than the limit of ${megabytes(maxBytes)} MB (maxAnswerBytes); ${HOW}`,
    );
  }
}
