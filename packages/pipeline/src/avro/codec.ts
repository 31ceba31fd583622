import { OrreryError, TOPICS, type RecordOf, type Topic } from '@orrery/contract';
import type avro from 'avsc';
import type { AvroRecord, AvroSchema } from './from-zod.ts';
import { typeOf, type SchemaRegistry } from './registry.ts';
import { avroSchemaOf } from './schemas.ts';

/** Confluent wire format: a zero byte, the schema's id in four bytes (big endian), the Avro body. */
const MAGIC = 0;
const HEADER_BYTES = 5;
/** Beyond 2^52 avsc writes another number than it was given; as a time that is the year 144,683. */
const LARGEST_LONG = 2 ** 52;
const FIRST_SCRATCH_BYTES = 64 * 1024;

/** Bytes that are no record of their topic, however often they are read. */
export class UnreadableRecordError extends Error {}

export interface AvroCodec {
  /** One buffer a record, in order. Rejects with `invalidRequest` where a record does not fit its schema. */
  encode<T extends Topic>(topic: T, records: readonly RecordOf<T>[]): Promise<Buffer[]>;
  /**
   * Fetches what is needed to read the buffers, then reads one at a time: the returned function throws `UnreadableRecordError` for bytes
   * that are not a record, of whatever schema. Rejects where the registry cannot be asked.
   */
  decoder<T extends Topic>(topic: T, buffers: readonly Buffer[]): Promise<(buffer: Buffer) => RecordOf<T>>;
}

type Reader = (buffer: Buffer) => unknown;

/** Encoder and decoder of the topics' records; `subjectOf` names the registry's subject of a topic (`<Kafka topic>-value`). */
export function createAvroCodec(registry: SchemaRegistry, subjectOf: (topic: Topic) => string): AvroCodec {
  const topics = Object.keys(TOPICS) as Topic[];
  const writers = Object.fromEntries(topics.map((topic) => [topic, typeOf(avroSchemaOf(topic))])) as Record<
    Topic,
    avro.Type
  >;
  const readers = new Map<string, Reader>();
  const write = recordWriter();

  const readerOf = async (topic: Topic, id: number): Promise<Reader | undefined> => {
    const key = `${topic} ${id}`;
    const reader = readers.get(key) ?? (await makeReader(registry, writers[topic], id));
    if (reader) readers.set(key, reader);
    return reader;
  };

  return {
    encode: async (topic, records) => {
      const schema = avroSchemaOf(topic);
      const id = await registry.idOf(subjectOf(topic), schema);
      const checkLongs = longChecker(schema);
      return records.map((record) => {
        checkLongs(record);
        return write(writers[topic], id, record);
      });
    },
    decoder: async <T extends Topic>(topic: T, buffers: readonly Buffer[]) => {
      const ids = new Set(buffers.filter(isFramed).map((buffer) => buffer.readUInt32BE(1)));
      const byId = new Map<number, Reader | undefined>();
      for (const id of ids) byId.set(id, await readerOf(topic, id));
      return (buffer) => {
        if (!isFramed(buffer)) {
          throw new UnreadableRecordError(
            `${buffer.length} bytes on ${topic} are not in the Confluent wire format (0, schema id, Avro body)`,
          );
        }
        const id = buffer.readUInt32BE(1);
        const read = byId.get(id);
        if (!read) throw new UnreadableRecordError(`Schema ${id} is unknown or cannot be read as a record of ${topic}`);
        return read(buffer) as RecordOf<T>;
      };
    },
  };
}

function isFramed(buffer: Buffer): boolean {
  return buffer.length > HEADER_BYTES && buffer[0] === MAGIC;
}

function longChecker(schema: AvroRecord): (record: object) => void {
  const isLong = (type: AvroSchema): boolean => type === 'long' || (Array.isArray(type) && type.includes('long'));
  const names = schema.fields.filter((field) => isLong(field.type)).map((field) => field.name);
  return (record) => {
    for (const name of names) {
      const value: unknown = Reflect.get(record, name);
      if (typeof value === 'number' && Math.abs(value) > LARGEST_LONG) {
        throw new OrreryError(
          'invalidRequest',
          `${name} of a record is ${value}; integers from -2^52 to 2^52 can be written.`,
        );
      }
    }
  };
}

/** Writes into one buffer that grows with the largest record: avsc's own `toBuffer` would be copied once more behind the header. */
function recordWriter(): (type: avro.Type, id: number, record: unknown) => Buffer {
  let scratch = Buffer.alloc(FIRST_SCRATCH_BYTES);
  return function write(type, id, record): Buffer {
    const end = encodeInto(type, record, scratch);
    if (end < 0) {
      scratch = Buffer.alloc(2 * (scratch.length - end));
      return write(type, id, record);
    }
    scratch[0] = MAGIC;
    scratch.writeUInt32BE(id, 1);
    return Buffer.from(scratch.subarray(0, end));
  };
}

function encodeInto(type: avro.Type, record: unknown, buffer: Buffer): number {
  try {
    return type.encode(record, buffer, HEADER_BYTES);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OrreryError(
      'invalidRequest',
      `A record does not fit the Avro schema ${type.name ?? ''}: ${reason}. Check it against the contract.`,
      [],
      {
        cause: error,
      },
    );
  }
}

/** Undefined where the schema is unknown, which may be learnt later, or cannot be read as the topic's. */
async function makeReader(registry: SchemaRegistry, type: avro.Type, id: number): Promise<Reader | undefined> {
  const resolver = await resolverFor(registry, type, id);
  if (resolver === 'none') return undefined;
  return (buffer) => {
    try {
      // A plain object: avsc's records have a class of their own, which strict comparisons tell apart.
      return { ...(type.fromBuffer(buffer.subarray(HEADER_BYTES), resolver) as object) };
    } catch (error) {
      throw new UnreadableRecordError(`The body does not fit schema ${id}`, { cause: error });
    }
  };
}

async function resolverFor(
  registry: SchemaRegistry,
  type: avro.Type,
  id: number,
): Promise<avro.Resolver | undefined | 'none'> {
  try {
    const writer = typeOf(await registry.schemaOf(id));
    return writer.equals(type) ? undefined : type.createResolver(writer);
  } catch (error) {
    if (error instanceof OrreryError && error.code === 'sourceUnreachable') throw error;
    return 'none';
  }
}
