import { createHash } from 'node:crypto';
import { OrreryError } from '@orrery/contract';
import avro from 'avsc';
import type { AvroRecord, AvroSchema } from './from-zod.ts';

/** Ids of schemas, so that a record names its schema in four bytes. */
export interface SchemaRegistry {
  /**
   * The id of this schema, which is registered if it is new. Rejects if the registry finds it incompatible with its
   * subject.
   */
  idOf(subject: string, schema: AvroRecord): Promise<number>;
  /**
   * The schema of an id. Rejects with code `unknownName` if the id is unknown, `sourceUnreachable` if the request
   * failed.
   */
  schemaOf(id: number): Promise<AvroSchema>;
}

/** Ids are positive 32-bit integers, as in Confluent's clients. */
const ID_MASK = 0x7fffffff;

/**
 * The id of a schema without a registry: the first 31 bits of the SHA-256 of its Parsing Canonical Form (Avro 1.11).
 * Every process that derives the schema from the same contract gets the same id, whatever the order of start.
 */
export function fingerprintId(schema: AvroSchema): number {
  const canonical = JSON.stringify(typeOf(schema).schema());
  return createHash('sha256').update(canonical).digest().readUInt32BE(0) & ID_MASK;
}

/** An avsc type with plain unions: null or the value itself. */
export function typeOf(schema: AvroSchema): avro.Type {
  return avro.Type.forSchema(structuredClone(schema) as avro.Schema, { wrapUnions: 'never', omitRecordMethods: true });
}

/**
 * A registry without a server. It has the given schemas (older ones too, so that their messages stay readable) and
 * those registered in this process.
 */
export function createStaticRegistry(schemas: readonly AvroRecord[]): SchemaRegistry {
  const known = new Map<number, AvroRecord>();
  const ids = new WeakMap<AvroRecord, number>();
  const learn = (schema: AvroRecord): number => {
    const before = ids.get(schema);
    if (before !== undefined) return before;
    const id = fingerprintId(schema);
    const other = known.get(id);
    if (other && !typeOf(other).equals(typeOf(schema))) {
      throw new OrreryError(
        'defect',
        `The schemas ${other.name} and ${schema.name} share the fingerprint ${id}; rename a field of the newer one.`,
      );
    }
    known.set(id, schema);
    ids.set(schema, id);
    return id;
  };
  schemas.forEach(learn);
  return {
    idOf: async (_subject, schema) => learn(schema),
    schemaOf: async (id) => {
      const schema = known.get(id);
      if (schema) return schema;
      throw new OrreryError(
        'unknownName',
        `No schema has the id ${id}; known are ${[...known.keys()].join(', ')}. Configure the schema registry the record was written with, or add its schema to the known ones.`,
      );
    },
  };
}

/**
 * Writes with the first; reads with the second if the first does not know the id (records from before a registry was
 * configured).
 */
export function withOlderIds(first: SchemaRegistry, second: SchemaRegistry): SchemaRegistry {
  return {
    idOf: (subject, schema) => first.idOf(subject, schema),
    schemaOf: (id) =>
      first.schemaOf(id).catch((error: unknown) => {
        if (error instanceof OrreryError && error.code === 'unknownName') return second.schemaOf(id);
        throw error;
      }),
  };
}
