import { OrreryError } from '@orrery/contract';
import { z } from 'zod';

/** The part of Avro 1.11 that the records of the contract need. */
export type AvroSchema =
  | 'null'
  | 'string'
  | 'long'
  | 'double'
  | AvroEnum
  | AvroArray
  | AvroRecord
  | readonly AvroSchema[];
export interface AvroEnum {
  readonly type: 'enum';
  readonly name: string;
  readonly symbols: readonly string[];
}
export interface AvroArray {
  readonly type: 'array';
  readonly items: AvroSchema;
}
export interface AvroField {
  readonly name: string;
  readonly type: AvroSchema;
  readonly default?: null | readonly [];
}
export interface AvroRecord {
  readonly type: 'record';
  readonly name: string;
  readonly namespace?: string;
  readonly fields: readonly AvroField[];
}

/** Names of Avro (specification 1.11, "Names"): enums and records are limited to these. */
const AVRO_NAME = /^[A-Za-z_]\w*$/;

/**
 * The Avro record of a flat zod object. Strings become `string`, integers `long`, other numbers `double`, enums and
 * literals `enum`, arrays `array`; a nullable field becomes a union that defaults to null, so that a field added later
 * as nullable can be read from older records. Enums are named by record and field. What else zod has is refused: a
 * record that cannot be written must not be defined.
 */
export function avroRecordOf(name: string, namespace: string, schema: z.ZodObject): AvroRecord {
  const fields = Object.entries(schema.shape).map(([field, type]): AvroField => {
    const avro = avroTypeOf(type, `${name}${capitalised(field)}`, `${name}.${field}`);
    return type instanceof z.ZodNullable ? { name: field, type: avro, default: null } : { name: field, type: avro };
  });
  return { type: 'record', name: checkedName(name, name), namespace, fields };
}

function avroTypeOf(type: unknown, enumName: string, path: string): AvroSchema {
  if (type instanceof z.ZodString) return 'string';
  if (type instanceof z.ZodNumber) return type.isInt ? 'long' : 'double';
  if (type instanceof z.ZodNullable) return ['null', avroTypeOf(type.unwrap(), enumName, path)];
  if (type instanceof z.ZodArray) return { type: 'array', items: avroTypeOf(type.element, enumName, `${path}[]`) };
  if (type instanceof z.ZodEnum) return enumOf(enumName, type.options, path);
  if (type instanceof z.ZodLiteral) return enumOf(enumName, [...type.values], path);
  const found = type instanceof z.ZodType ? type.type : typeof type;
  throw new OrreryError(
    'defect',
    `${path} is a zod ${found}, which has no Avro type here. Records may hold strings, numbers, enums, literals, arrays and nullable ones of these.`,
  );
}

function enumOf(name: string, values: readonly unknown[], path: string): AvroEnum {
  const symbols = values.map((value) => {
    if (typeof value !== 'string')
      throw new OrreryError('defect', `${path} has the value ${String(value)}; an Avro enum holds strings only.`);
    return checkedName(value, path);
  });
  return { type: 'enum', name, symbols };
}

function checkedName(name: string, path: string): string {
  if (AVRO_NAME.test(name)) return name;
  throw new OrreryError(
    'defect',
    `"${name}" of ${path} is no Avro name: letters, digits and _ are allowed, and no digit first.`,
  );
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
