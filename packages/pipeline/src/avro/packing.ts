import { keyOf, TOPICS, type DocumentRecord, type Observation, type RecordOf, type Topic } from '@orrery/contract';
import { avroRecordOf, type AvroField, type AvroRecord } from './from-zod.ts';

/** A message as an object of its topic's schema. */
export interface Packed {
  /** Order is preserved per key. */
  readonly key: string;
  readonly body: object;
}

/** How the records of a topic are packed into messages. */
export interface Packing<T extends Topic> {
  /** Of one message, derived from the contract. */
  readonly schema: AvroRecord;
  /** Messages of at most `largest` records; the messages of a key keep the order of its records. */
  pack(records: readonly RecordOf<T>[], largest: number): readonly Packed[];
  /** Throws a RangeError if a body has the schema but invalid content. */
  unpack(body: object): readonly RecordOf<T>[];
}

const NAMESPACE = 'orrery';

/** What the observations of a message have in common; it rarely changes within a series, so runs are long. */
const SHARED = ['kind', 'series', 'revision', 'source', 'retrievedAtMs'] as const satisfies (keyof Observation)[];
type Shared = (typeof SHARED)[number];
type Column = Exclude<keyof Observation, Shared>;
/** A run of observations: what they share once, the rest in columns of equal length. */
type ObservationBatch = Pick<Observation, Shared> & { readonly [C in Column]: Observation[C][] };

/** Columns of nullable fields may be absent in messages of an older writer: then all are null. */
function columnOf({ name, type, default: ifAbsent }: AvroField): AvroField {
  const column = { name, type: { type: 'array', items: type } } as const;
  return ifAbsent === null ? { ...column, default: [] } : column;
}

const observation = avroRecordOf('Observation', NAMESPACE, TOPICS.observations);
const isShared = ({ name }: AvroField): boolean => SHARED.some((shared) => shared === name);

/**
 * Per-message overhead dominates at one observation per message: packed in runs, Kafka carries several times as many
 * observations per second in a third of the bytes.
 */
const observations: Packing<'observations'> = {
  schema: {
    ...observation,
    name: 'ObservationBatch',
    fields: observation.fields.map((field) => (isShared(field) ? field : columnOf(field))),
  },
  pack: (records, largest) => {
    const packed: Packed[] = [];
    const open = new Map<string, ObservationBatch>();
    const close = (body: ObservationBatch): void => void packed.push({ key: body.series, body });
    for (const record of records) {
      let run = open.get(record.series);
      if (run === undefined || run.timeMs.length >= largest || !continues(record, run)) {
        if (run !== undefined) close(run);
        open.set(record.series, (run = begin(record)));
      }
      run.timeMs.push(record.timeMs);
      run.value.push(record.value);
    }
    open.forEach(close);
    return packed;
  },
  unpack: (body) => {
    const { kind, series, revision, source, retrievedAtMs, timeMs, value } = body as ObservationBatch;
    if (value.length !== timeMs.length && value.length !== 0)
      throw new RangeError(`A batch of ${series} has ${timeMs.length} times and ${value.length} values`);
    return timeMs.map((time, i) => ({
      kind,
      series,
      timeMs: time,
      value: value[i] ?? null,
      revision,
      source,
      retrievedAtMs,
    }));
  },
};

const continues = (record: Observation, run: ObservationBatch): boolean =>
  SHARED.every((field) => record[field] === run[field]);

function begin({ kind, series, revision, source, retrievedAtMs }: Observation): ObservationBatch {
  return { kind, series, revision, source, retrievedAtMs, timeMs: [], value: [] };
}

/** Documents are large and each has a key of its own: one per message. */
const documents: Packing<'documents'> = {
  schema: avroRecordOf('Document', NAMESPACE, TOPICS.documents),
  pack: (records) => records.map((record) => ({ key: keyOf(record), body: record })),
  // A plain object: avsc's records have a class of their own, so strict comparisons would fail.
  unpack: (body) => [{ ...(body as DocumentRecord) }],
};

export const PACKINGS: { readonly [T in Topic]: Packing<T> } = { observations, documents };

/** The Avro schema that messages of a topic are written and read with. */
export function avroSchemaOf(topic: Topic): AvroRecord {
  return PACKINGS[topic].schema;
}
