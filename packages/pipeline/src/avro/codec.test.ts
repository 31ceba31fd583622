import {
  COLLECTIONS,
  documentSchema,
  observationSchema,
  REVISIONS,
  type DocumentRecord,
  type Observation,
} from '@orrery/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAvroCodec, UnreadableRecordError } from './codec.ts';
import type { AvroRecord } from './from-zod.ts';
import { createStaticRegistry, fingerprintId, typeOf } from './registry.ts';
import { avroSchemaOf } from './schemas.ts';

const time = fc.integer({ min: -(2 ** 52), max: 2 ** 52 });
const observations: fc.Arbitrary<Observation> = fc.record({
  kind: fc.constant('observation' as const),
  series: fc.string({ minLength: 1, unit: 'grapheme' }),
  timeMs: time,
  // JSON has no negative zero; Avro keeps it, which is tested apart.
  value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0))),
  revision: fc.constantFrom(...REVISIONS),
  source: fc.string({ minLength: 1 }),
  retrievedAtMs: time,
});
const documents: fc.Arbitrary<DocumentRecord> = fc.record({
  kind: fc.constant('document' as const),
  collection: fc.constantFrom(...COLLECTIONS),
  id: fc.string({ minLength: 1 }),
  timeMs: time,
  timeEndMs: fc.option(time),
  title: fc.string({ unit: 'grapheme' }),
  linked: fc.array(fc.string()),
  body: fc.json(),
  source: fc.string({ minLength: 1 }),
  retrievedAtMs: time,
});
const observation: Observation = {
  kind: 'observation',
  series: 'kp',
  timeMs: 1_715_300_000_000,
  value: 0,
  revision: 'nowcast',
  source: 'gfz',
  retrievedAtMs: 1_715_300_060_000,
};

const codecOf = (older: readonly AvroRecord[] = []) =>
  createAvroCodec(
    createStaticRegistry([avroSchemaOf('observations'), avroSchemaOf('documents'), ...older]),
    (topic) => `${topic}-value`,
  );

describe('the Avro codec', () => {
  it('gives every observation back as JSON would', async () => {
    const codec = codecOf();
    await fc.assert(
      fc.asyncProperty(fc.array(observations, { minLength: 1, maxLength: 20 }), async (records) => {
        const buffers = await codec.encode('observations', records);
        const back = buffers.map(await codec.decoder('observations', buffers));
        expect(back).toStrictEqual(
          records.map((record) => observationSchema.parse(JSON.parse(JSON.stringify(record)))),
        );
      }),
    );
  });

  it('gives every document back as JSON would', async () => {
    const codec = codecOf();
    await fc.assert(
      fc.asyncProperty(fc.array(documents, { minLength: 1, maxLength: 10 }), async (records) => {
        const buffers = await codec.encode('documents', records);
        const back = buffers.map(await codec.decoder('documents', buffers));
        expect(back).toStrictEqual(records.map((record) => documentSchema.parse(JSON.parse(JSON.stringify(record)))));
      }),
    );
  });

  it('frames a record as Confluent does: a zero byte, the id big endian, then the bare Avro body', async () => {
    const [buffer] = await codecOf().encode('observations', [observation]);
    expect(buffer![0]).toBe(0);
    expect(buffer!.readUInt32BE(1)).toBe(fingerprintId(avroSchemaOf('observations')));
    expect({ ...typeOf(avroSchemaOf('observations')).fromBuffer(buffer!.subarray(5)) }).toEqual(observation);
  });

  it('keeps a negative zero and records larger than its first buffer', async () => {
    const codec = codecOf();
    const [zero] = await codec.encode('observations', [{ ...observation, value: -0 }]);
    expect((await codec.decoder('observations', [zero!]))(zero!).value).toBe(-0);
    const body = 'x'.repeat(1_000_000);
    const large: DocumentRecord = {
      kind: 'document',
      collection: 'aurora',
      id: 'a',
      timeMs: 0,
      timeEndMs: null,
      title: '',
      linked: [],
      body,
      source: 's',
      retrievedAtMs: 0,
    };
    const [written] = await codec.encode('documents', [large]);
    expect((await codec.decoder('documents', [written!]))(written!)).toEqual(large);
  });

  it('refuses to write what does not fit, and names the schema', async () => {
    const wrong = { ...observation, timeMs: 0.5 };
    await expect(codecOf().encode('observations', [wrong])).rejects.toThrow(
      /does not fit the Avro schema orrery.Observation/,
    );
  });

  it('refuses integers that Avro here would change', async () => {
    const late = { ...observation, timeMs: -(2 ** 52) - 1 };
    await expect(codecOf().encode('observations', [late])).rejects.toThrow(/timeMs of a record is -4503599627370497/);
  });

  it('reads records of an older writer whose schema had fewer fields and fewer revisions', async () => {
    const today = avroSchemaOf('observations');
    const older: AvroRecord = {
      ...today,
      fields: today.fields
        .filter((field) => field.name !== 'value')
        .map((field) =>
          field.name === 'revision'
            ? { name: 'revision', type: { type: 'enum', name: 'ObservationRevision', symbols: ['nowcast'] } }
            : field,
        ),
    };
    const { value: _dropped, ...without } = observation;
    const body = typeOf(older).toBuffer(without);
    const header = Buffer.alloc(5);
    header.writeUInt32BE(fingerprintId(older), 1);
    const buffer = Buffer.concat([header, body]);
    const read = await codecOf([older]).decoder('observations', [buffer]);
    expect(read(buffer)).toEqual({ ...observation, value: null });
  });

  it('tells bytes that are no record from records, one by one', async () => {
    const codec = codecOf();
    const [good] = await codec.encode('observations', [observation]);
    const unknownId = Buffer.from(good!);
    unknownId.writeUInt32BE(7, 1);
    const [document] = await codec.encode('documents', [
      {
        kind: 'document',
        collection: 'alert',
        id: 'a',
        timeMs: 0,
        timeEndMs: null,
        title: '',
        linked: [],
        body: '{}',
        source: 's',
        retrievedAtMs: 0,
      },
    ]);
    const bad = [
      Buffer.alloc(0),
      Buffer.from('{"json":true}'),
      unknownId,
      good!.subarray(0, good!.length - 3),
      document!,
    ];
    const read = await codec.decoder('observations', [...bad, good!]);
    for (const buffer of bad) expect(() => read(buffer)).toThrow(UnreadableRecordError);
    expect(read(good!)).toEqual(observation);
  });
});
