import { z } from 'zod';
import { COLLECTIONS } from './collections.ts';
import { REVISIONS } from './revisions.ts';

/**
 * One value of a series. Natural key: series, time, revision; writing it again changes nothing, another write of the
 * same key replaces it unless its `retrievedAtMs` is older. `value` null is a gap the source itself states.
 */
export const observationSchema = z.object({
  kind: z.literal('observation'),
  series: z.string().min(1),
  /** Start of the interval or the instant, epoch ms UTC. */
  timeMs: z.number().int(),
  value: z.number().nullable(),
  revision: z.enum(REVISIONS),
  source: z.string().min(1),
  retrievedAtMs: z.number().int(),
});
export type Observation = z.infer<typeof observationSchema>;

const OBSERVATION_FIELDS = Object.keys(observationSchema.shape).length;
const isName = (value: unknown): boolean => typeof value === 'string' && value.length > 0;

/**
 * Is it just what `observationSchema` would make of it? The schema tells what is wrong; this says yes to the millions
 * that are right, without the two copies of each that parsing makes. A property test holds the two together.
 */
export function isObservation(record: object): boolean {
  const { kind, series, timeMs, value, revision, source, retrievedAtMs }: Partial<Record<keyof Observation, unknown>> =
    record;
  return (
    kind === 'observation' &&
    isName(series) &&
    Number.isSafeInteger(timeMs) &&
    (value === null || Number.isFinite(value)) &&
    REVISIONS.some((known) => known === revision) &&
    isName(source) &&
    Number.isSafeInteger(retrievedAtMs) &&
    Object.keys(record).length === OBSERVATION_FIELDS
  );
}

/** One hierarchical record. Natural key: collection and id; `keeps` of the collection says which of two stays. */
export const documentSchema = z.object({
  kind: z.literal('document'),
  collection: z.enum(COLLECTIONS),
  id: z.string().min(1),
  /** When it happened or begins, epoch ms UTC. */
  timeMs: z.number().int(),
  timeEndMs: z.number().int().nullable(),
  title: z.string(),
  /** Ids of the documents it is tied to. */
  linked: z.array(z.string()),
  /** The record itself, as JSON text; its shape is `body` of the collection. */
  body: z.string(),
  source: z.string().min(1),
  retrievedAtMs: z.number().int(),
});
export type DocumentRecord = z.infer<typeof documentSchema>;

export type StreamRecord = Observation | DocumentRecord;

/** Topics of the stream and what they carry. */
export const TOPICS = { observations: observationSchema, documents: documentSchema } as const;
export type Topic = keyof typeof TOPICS;
export type RecordOf<T extends Topic> = z.infer<(typeof TOPICS)[T]>;

/** The key a record is partitioned by: order holds per key. */
export function keyOf(record: StreamRecord): string {
  return record.kind === 'observation' ? record.series : `${record.collection}:${record.id}`;
}

/** A record that did not parse, with all that is needed to look into it. */
export interface QuarantinedRecord {
  /** SHA-256 of source, reason and raw text: the same record set aside twice is kept once. */
  readonly id: string;
  readonly source: string;
  readonly reason: string;
  readonly raw: string;
  readonly atMs: number;
}
