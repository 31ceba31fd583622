import { createHash } from 'node:crypto';
import { OrreryError } from '@orrery/contract';
import avro from 'avsc';
import type { AvroRecord, AvroSchema } from './from-zod.ts';

/** Numbers for schemas, so that a record names its schema in four bytes. */
export interface SchemaRegistry {
  /**
   * The number of this schema, given to it now if it is new. Rejects where the registry holds it incompatible with its
   * subject.
   */
  idOf(subject: string, schema: AvroRecord): Promise<number>;
  /**
   * The schema of a number. Rejects with code `unknownName` where nobody knows the number, `sourceUnreachable` where
   * asking failed.
   */
  schemaOf(id: number): Promise<AvroSchema>;
}

/** Ids are positive 32-bit integers, which is what Confluent's clients can hold. */
const ID_MASK = 0x7fffffff;

/**
 * The number of a schema without a registry: the first 31 bits of the SHA-256 of its Parsing Canonical Form (Avro
 * 1.11). Equal for everybody who derives the schema from the same contract, whatever the order of start.
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
 * A registry without a server. It knows the given schemas (older ones too, so that what they wrote stays readable) and
 * what is registered with it in this process.
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
 * Writes with the first; reads with the second what the first does not know (records from before a registry was
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
