import { OrreryError, TOPICS, type RecordOf, type Topic, messageOf } from '@orrery/contract';
import type avro from 'avsc';
import type { AvroRecord, AvroSchema } from './from-zod.ts';
import { avroSchemaOf, PACKINGS, type Packing } from './packing.ts';
import { typeOf, type SchemaRegistry } from './registry.ts';

/** Confluent wire format: a zero byte, the schema's id in four bytes (big endian), the Avro body. */
const MAGIC = 0;
const HEADER_BYTES = 5;
/** Beyond 2^52 avsc writes wrong numbers; as a time that is the year 144,683. */
const LARGEST_LONG = 2 ** 52;
const FIRST_SCRATCH_BYTES = 64 * 1024;

/** Bytes that can never be read as a message of their topic. */
export class UnreadableRecordError extends Error {}

/** A message of the stream. */
export interface EncodedMessage {
  readonly key: string;
  readonly bytes: Buffer;
}

export interface AvroCodec {
  /** The records as messages, in order per key. Rejects with `invalidRequest` if a record does not fit its schema. */
  encode<T extends Topic>(topic: T, records: readonly RecordOf<T>[]): Promise<EncodedMessage[]>;
  /**
   * Fetches what is needed to read the buffers, then reads one at a time: the returned function throws
   * `UnreadableRecordError` for bytes that are not a message, of whatever schema. Rejects if the registry cannot be
   * reached.
   */
  decoder<T extends Topic>(topic: T, buffers: readonly Buffer[]): Promise<(buffer: Buffer) => readonly RecordOf<T>[]>;
}

type Reader = (buffer: Buffer) => readonly object[];

/**
 * Encoder and decoder of the topics' messages; `subjectOf` names the registry's subject of a topic (`<Kafka
 * topic>-value`).
 */
export function createAvroCodec(
  registry: SchemaRegistry,
  subjectOf: (topic: Topic) => string,
  messageRecords: number,
): AvroCodec {
  const topics = Object.keys(TOPICS) as Topic[];
  const writers = Object.fromEntries(topics.map((topic) => [topic, typeOf(avroSchemaOf(topic))])) as Record<
    Topic,
    avro.Type
  >;
  const readers = new Map<string, Reader>();
  const write = recordWriter();

  const readerOf = async (topic: Topic, id: number): Promise<Reader | undefined> => {
    const key = `${topic} ${id}`;
    const reader = readers.get(key) ?? (await makeReader(registry, PACKINGS[topic], writers[topic], id));
    if (reader) readers.set(key, reader);
    return reader;
  };

  return {
    encode: async <T extends Topic>(topic: T, all: readonly RecordOf<T>[]) => {
      const packing: Packing<T> = PACKINGS[topic];
      const id = await registry.idOf(subjectOf(topic), packing.schema);
      const checkLongs = longChecker(packing.schema);
      return packing.pack(all, messageRecords).map(({ key, body }) => {
        checkLongs(body);
        return { key, bytes: write(writers[topic], id, body) };
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
        return read(buffer) as readonly RecordOf<T>[];
      };
    },
  };
}

function isFramed(buffer: Buffer): boolean {
  return buffer.length > HEADER_BYTES && buffer[0] === MAGIC;
}

/** A long, a nullable long or a column of either. */
function isLong(type: AvroSchema): boolean {
  if (Array.isArray(type)) return type.some(isLong);
  return type === 'long' || (typeof type === 'object' && 'items' in type && isLong(type.items));
}

function longChecker(schema: AvroRecord): (record: object) => void {
  const names = schema.fields.filter((field) => isLong(field.type)).map((field) => field.name);
  const check = (name: string, value: unknown): void => {
    if (typeof value === 'number' && Math.abs(value) > LARGEST_LONG)
      throw new OrreryError(
        'invalidRequest',
        `${name} of a record is ${value}; integers from -2^52 to 2^52 can be written.`,
      );
  };
  return (body) => {
    for (const name of names) {
      const found: unknown = Reflect.get(body, name);
      if (Array.isArray(found)) for (const value of found) check(name, value);
      else check(name, found);
    }
  };
}

/**
 * Writes into one buffer that grows with the largest record: avsc's own `toBuffer` would be copied once more behind the
 * header.
 */
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
    const reason = messageOf(error);
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

/** Undefined if the schema is unknown, as it may be registered later, or cannot be read as the topic's. */
async function makeReader<T extends Topic>(
  registry: SchemaRegistry,
  packing: Packing<T>,
  type: avro.Type,
  id: number,
): Promise<Reader | undefined> {
  const resolver = await resolverFor(registry, type, id);
  if (resolver === 'none') return undefined;
  return (buffer) => {
    try {
      return packing.unpack(type.fromBuffer(buffer.subarray(HEADER_BYTES), resolver) as object);
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
