import type { DocumentRecord, Observation, Revision } from '@orrery/contract';
import type { RawResponse, Reject, Transformed } from '../providers/source.ts';
import { SERIES, type SeriesId } from '../series/definitions.ts';
import { gapsOf } from './gaps.ts';
import { BadRecord } from '../parsing/rows.ts';

/** What a transform reads: the text and when it came. */
export type RawText = Pick<RawResponse, 'body' | 'retrievedAtMs'>;

export interface Observed {
  readonly series: SeriesId;
  readonly timeMs: number;
  /** Null: the source says that there is no value. */
  readonly value: number | null;
  readonly revision: Revision;
  /** Where two records are of one moment, the lower rank holds without a doubt (default 0). */
  readonly rank?: number;
}

export type Documented = Omit<DocumentRecord, 'kind' | 'source' | 'retrievedAtMs'>;

export interface CollectorOptions {
  readonly source: string;
  /** Series whose missing moments are marked. */
  readonly gapsFor?: readonly SeriesId[];
  /**
   * False: a value that is missing makes no record (history files, where most of a column may be missing). Default
   * true.
   */
  readonly keepNulls?: boolean;
}

/** Gathers what a transform finds. Its result does not depend on the order in which things were found. */
export interface Collector {
  observe(observed: Observed, raw: unknown): void;
  document(document: Documented, raw: unknown): void;
  reject(reason: string, raw: unknown): void;
  /** Runs a step; a BadRecord that it throws becomes a reject of `raw`. */
  attempt(raw: unknown, step: () => void): void;
  finish(claimed?: number | null): Transformed;
}

interface Candidate<T> {
  readonly record: T;
  readonly rank: number;
  readonly raw: unknown;
}

const textOf = (raw: unknown): string => (typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? String(raw)));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function createCollector({ body: _body, retrievedAtMs }: RawText, options: CollectorOptions): Collector {
  const { source, gapsFor = [], keepNulls = true } = options;
  const observations = new Map<string, Candidate<Observation>[]>();
  const documents = new Map<string, Candidate<DocumentRecord>[]>();
  const rejects = new Map<string, Reject>();

  const reject = (reason: string, raw: unknown): void => {
    const entry = { reason, raw: textOf(raw) };
    rejects.set(`${reason}\n${entry.raw}`, entry);
  };

  return {
    reject,
    observe({ rank = 0, ...observed }, raw) {
      const { title, min, max } = SERIES[observed.series];
      if (observed.value !== null && (observed.value < min || observed.value > max)) {
        reject(`${observed.series}: ${title} of ${observed.value} is out of range ${min} … ${max}`, raw);
        return;
      }
      const record: Observation = { kind: 'observation', ...observed, source, retrievedAtMs };
      push(observations, `${record.series}|${record.timeMs}|${record.revision}`, { record, rank, raw });
    },
    document(document, raw) {
      const record: DocumentRecord = { kind: 'document', ...document, source, retrievedAtMs };
      push(documents, `${record.collection}|${record.id}`, { record, rank: 0, raw });
    },
    attempt(raw, step) {
      try {
        step();
      } catch (error) {
        if (!(error instanceof BadRecord)) throw error;
        reject(error.message, raw);
      }
    },
    finish(claimed = null) {
      const points = resolve(observations, ({ value }) => (value === null ? null : String(value)), reject);
      const found = resolve(documents, ({ body }) => body, reject);
      points.sort((a, b) => a.timeMs - b.timeMs || compare(a.series, b.series) || compare(a.revision, b.revision));
      found.sort((a, b) => a.timeMs - b.timeMs || compare(a.id, b.id));
      const kept = keepNulls ? points : points.filter(({ value }) => value !== null);
      const bad = [...rejects.values()].sort((a, b) => compare(a.raw, b.raw) || compare(a.reason, b.reason));
      return {
        records: [...kept, ...found],
        rejects: bad,
        complete: bad.length === 0,
        claimed,
        gaps: gapsOf(points, gapsFor),
      };
    },
  };
}

function push<T>(map: Map<string, Candidate<T>[]>, key: string, candidate: Candidate<T>): void {
  const known = map.get(key);
  if (known) known.push(candidate);
  else map.set(key, [candidate]);
}

/**
 * One record a key. A value wins over its absence, a lower rank over a higher; records that contradict each other at
 * the same rank are in doubt: the first in the order of their text stays, the others are rejects.
 */
function resolve<T>(
  candidates: ReadonlyMap<string, readonly Candidate<T>[]>,
  textOfValue: (record: T) => string | null,
  reject: (reason: string, raw: unknown) => void,
): T[] {
  return [...candidates].map(([key, list]) => {
    const [first, ...others] = list;
    if (others.length === 0) return first!.record;
    const ordered = list
      .map((candidate) => ({ ...candidate, value: textOfValue(candidate.record) }))
      .sort(
        (a, b) =>
          Number(a.value === null) - Number(b.value === null) ||
          a.rank - b.rank ||
          compare(a.value ?? '', b.value ?? ''),
      );
    const kept = ordered[0]!;
    for (const { value, rank, raw } of ordered) {
      if (value !== null && value !== kept.value && rank === kept.rank)
        reject(`contradicts another record of the same moment (${key.replaceAll('|', ', ')})`, raw);
    }
    return kept.record;
  });
}

/** The result of a body that cannot be read at all. */
export const unreadable = (reason: string, { body }: RawText): Transformed => ({
  records: [],
  rejects: [{ reason, raw: body }],
  complete: false,
  claimed: null,
  gaps: [],
});
