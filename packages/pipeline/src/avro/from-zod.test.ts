import { COLLECTIONS, REVISIONS } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { avroRecordOf } from './from-zod.ts';
import { avroSchemaOf } from './packing.ts';

describe('the Avro schemas of the contract', () => {
  it('contain every field of an observation, once if a batch shares it, else as a column', () => {
    expect(avroSchemaOf('observations')).toEqual({
      type: 'record',
      name: 'ObservationBatch',
      namespace: 'orrery',
      fields: [
        { name: 'kind', type: { type: 'enum', name: 'ObservationKind', symbols: ['observation'] } },
        { name: 'series', type: 'string' },
        { name: 'timeMs', type: { type: 'array', items: 'long' } },
        { name: 'value', type: { type: 'array', items: ['null', 'double'] }, default: [] },
        { name: 'revision', type: { type: 'enum', name: 'ObservationRevision', symbols: [...REVISIONS] } },
        { name: 'source', type: 'string' },
        { name: 'retrievedAtMs', type: 'long' },
      ],
    });
  });

  it('keep integers, arrays and collections of a document', () => {
    const fields = Object.fromEntries(avroSchemaOf('documents').fields.map((field) => [field.name, field.type]));
    expect(fields['timeEndMs']).toEqual(['null', 'long']);
    expect(fields['linked']).toEqual({ type: 'array', items: 'string' });
    expect(fields['collection']).toEqual({ type: 'enum', name: 'DocumentCollection', symbols: [...COLLECTIONS] });
  });
});

describe('the converter', () => {
  const convert = (shape: z.ZodRawShape) => () => avroRecordOf('Thing', 'test', z.object(shape));

  it('refuses what Avro or the converter has no type for, and gives its path', () => {
    expect(convert({ when: z.date() })).toThrow(/Thing\.when is a zod date/);
    expect(convert({ list: z.array(z.boolean()) })).toThrow(/Thing\.list\[\] is a zod boolean/);
    expect(convert({ word: z.string().optional() })).toThrow(/Thing\.word is a zod optional/);
  });

  it('refuses names that Avro does not allow', () => {
    expect(convert({ state: z.enum(['half-done']) })).toThrow(/"half-done" of Thing\.state is no Avro name/);
    expect(convert({ one: z.literal(1) })).toThrow(/holds strings only/);
  });
});
