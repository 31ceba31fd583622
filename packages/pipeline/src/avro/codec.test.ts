import {
  COLLECTIONS,
  documentSchema,
  observationSchema,
  REVISIONS,
  type DocumentRecord,
  type Observation,
  type RecordOf,
  type Topic,
} from '@orrery/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAvroCodec, UnreadableRecordError } from './codec.ts';
import type { AvroRecord } from './from-zod.ts';
import { createStaticRegistry, fingerprintId, typeOf } from './registry.ts';
import { avroSchemaOf } from './packing.ts';

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

/** Small, so that the lists of the tests take several messages. */
const MESSAGE_RECORDS = 5;
const codecOf = (older: readonly AvroRecord[] = []) =>
  createAvroCodec(
    createStaticRegistry([avroSchemaOf('observations'), avroSchemaOf('documents'), ...older]),
    (topic) => `${topic}-value`,
    MESSAGE_RECORDS,
  );
type Codec = ReturnType<typeof codecOf>;
/** Writes records and reads them back. */
async function carry<T extends Topic>(codec: Codec, topic: T, records: readonly RecordOf<T>[]): Promise<RecordOf<T>[]> {
  const buffers = (await codec.encode(topic, records)).map(({ bytes }) => bytes);
  const read = await codec.decoder(topic, buffers);
  return buffers.flatMap((buffer) => read(buffer));
}

/** Order is preserved within each series, not between series. */
const bySeries = (records: readonly Observation[]): Map<string, Observation[]> => {
  const groups = new Map<string, Observation[]>();
  for (const record of records) groups.set(record.series, [...(groups.get(record.series) ?? []), record]);
  return groups;
};

describe('the Avro codec', () => {
  it('reads back every observation as JSON would', async () => {
    const codec = codecOf();
    await fc.assert(
      fc.asyncProperty(fc.array(observations, { minLength: 1, maxLength: 20 }), async (records) => {
        const back = await carry(codec, 'observations', records);
        const sent = records.map((record) => observationSchema.parse(JSON.parse(JSON.stringify(record))));
        expect(bySeries(back)).toStrictEqual(bySeries(sent));
      }),
    );
  });

  it('reads back every document as JSON would', async () => {
    const codec = codecOf();
    await fc.assert(
      fc.asyncProperty(fc.array(documents, { minLength: 1, maxLength: 10 }), async (records) => {
        expect(await carry(codec, 'documents', records)).toStrictEqual(
          records.map((record) => documentSchema.parse(JSON.parse(JSON.stringify(record)))),
        );
      }),
    );
  });

  it('frames a message as Confluent does: a zero byte, the id big endian, then the bare Avro body', async () => {
    const [message] = await codecOf().encode('observations', [observation, { ...observation, timeMs: 5, value: null }]);
    const { key, bytes } = message!;
    expect(key).toBe('kp');
    expect(bytes[0]).toBe(0);
    expect(bytes.readUInt32BE(1)).toBe(fingerprintId(avroSchemaOf('observations')));
    const body = typeOf(avroSchemaOf('observations')).fromBuffer(bytes.subarray(5));
    expect({ ...body }).toEqual({ ...observation, timeMs: [observation.timeMs, 5], value: [0, null] });
  });

  it('packs consecutive observations of a series into messages of bounded size, and begins another when a shared field changes', async () => {
    const at = (timeMs: number, change: Partial<Observation> = {}): Observation => ({
      ...observation,
      timeMs,
      ...change,
    });
    const bz = { series: 'bz' };
    const records = [
      at(1),
      at(1, bz),
      at(2),
      at(2, bz),
      at(3, { revision: 'definitive' }),
      at(4),
      at(5, { source: 'x' }),
    ];
    const messages = await codecOf().encode('observations', records);
    expect(messages.map(({ key }) => key)).toEqual(['kp', 'kp', 'kp', 'kp', 'bz']);
    const kp = (await carry(codecOf(), 'observations', records)).filter(({ series }) => series === 'kp');
    expect(kp).toEqual(records.filter(({ series }) => series === 'kp'));
    const many = Array.from({ length: 12 }, (_, i) => at(i));
    expect(await codecOf().encode('observations', many)).toHaveLength(Math.ceil(many.length / MESSAGE_RECORDS));
    expect(await carry(codecOf(), 'observations', many)).toEqual(many);
  });

  it('refuses a batch whose columns differ in length', async () => {
    const codec = codecOf();
    const [message] = await codec.encode('observations', [observation]);
    const body = { ...observation, timeMs: [1, 2], value: [1] };
    const torn = Buffer.concat([message!.bytes.subarray(0, 5), typeOf(avroSchemaOf('observations')).toBuffer(body)]);
    const read = await codec.decoder('observations', [torn]);
    expect(() => read(torn)).toThrow(UnreadableRecordError);
  });

  it('keeps a negative zero and records larger than its first buffer', async () => {
    const codec = codecOf();
    expect((await carry(codec, 'observations', [{ ...observation, value: -0 }]))[0]!.value).toBe(-0);
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
    expect(await carry(codec, 'documents', [large])).toEqual([large]);
  });

  it('refuses to write what does not fit, and names the schema', async () => {
    const wrong = { ...observation, timeMs: 0.5 };
    await expect(codecOf().encode('observations', [wrong])).rejects.toThrow(
      /does not fit the Avro schema orrery.ObservationBatch/,
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
    const body = typeOf(older).toBuffer({ ...observation, timeMs: [observation.timeMs] });
    const header = Buffer.alloc(5);
    header.writeUInt32BE(fingerprintId(older), 1);
    const buffer = Buffer.concat([header, body]);
    const read = await codecOf([older]).decoder('observations', [buffer]);
    expect(read(buffer)).toEqual([{ ...observation, value: null }]);
  });

  it('distinguishes bytes that are no record from records, one by one', async () => {
    const codec = codecOf();
    const [good] = (await codec.encode('observations', [observation])).map(({ bytes }) => bytes);
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
      document!.bytes,
    ];
    const read = await codec.decoder('observations', [...bad, good!]);
    for (const buffer of bad) expect(() => read(buffer)).toThrow(UnreadableRecordError);
    expect(read(good!)).toEqual([observation]);
  });
});
