import { afterEach, describe, expect, it } from 'vitest';
import { startTestRegistry, type TestRegistry } from '../testing/registry.ts';
import { createAvroCodec } from './codec.ts';
import { createConfluentRegistry } from './confluent-registry.ts';
import { createStaticRegistry, fingerprintId, withOlderIds } from './registry.ts';
import { avroSchemaOf } from './packing.ts';

const SCHEMA = avroSchemaOf('observations');
const OTHER = avroSchemaOf('documents');
const registries: TestRegistry[] = [];
const startRegistry = async (refuse?: (path: string) => number | undefined): Promise<TestRegistry> => {
  const registry = await startTestRegistry(refuse);
  registries.push(registry);
  return registry;
};
afterEach(() => registries.splice(0).forEach((registry) => registry.stop()));

describe('the client of a schema registry', () => {
  it('registers a schema once and fetches one once, however often it is asked', async () => {
    const { host, seen } = await startRegistry();
    const registry = createConfluentRegistry(`http://${host}`);
    const ids = await Promise.all([
      registry.idOf('orrery.observations-value', SCHEMA),
      registry.idOf('orrery.observations-value', SCHEMA),
    ]);
    expect(ids).toEqual([1, 1]);
    expect(await registry.schemaOf(1)).toEqual(SCHEMA);
    expect(await registry.schemaOf(1)).toEqual(SCHEMA);
    expect(seen.map(({ path }) => path)).toEqual([
      'POST /subjects/orrery.observations-value/versions',
      'GET /schemas/ids/1',
    ]);
  });

  it('lets two processes read each other through the registry', async () => {
    const { host } = await startRegistry();
    const codec = () => createAvroCodec(createConfluentRegistry(`http://${host}`), (topic) => `${topic}-value`, 10);
    const record = {
      kind: 'observation',
      series: 'kp',
      timeMs: 1,
      value: 2.5,
      revision: 'definitive',
      source: 'gfz',
      retrievedAtMs: 3,
    } as const;
    const buffers = (await codec().encode('observations', [record])).map(({ bytes }) => bytes);
    expect(buffers[0]!.readUInt32BE(1)).toBe(1);
    const read = await codec().decoder('observations', buffers);
    expect(buffers.map(read)).toEqual([[record]]);
  });

  it('keeps the folder of the address and sends its name and password as basic authorization', async () => {
    const { host, seen } = await startRegistry();
    await expect(createConfluentRegistry(`http://me:p%40ss@${host}/apis/ccompat/v7`).schemaOf(9)).rejects.toThrow();
    expect(seen).toEqual([
      {
        path: 'GET /apis/ccompat/v7/schemas/ids/9',
        authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
      },
    ]);
  });

  it('retries after a failure, and distinguishes a missing schema from a registry that is down', async () => {
    let failing = true;
    const { host } = await startRegistry(() => (failing ? 500 : undefined));
    const registry = createConfluentRegistry(`http://${host}`);
    await expect(registry.idOf('s', SCHEMA)).rejects.toMatchObject({ code: 'sourceUnreachable' });
    failing = false;
    expect(await registry.idOf('s', SCHEMA)).toBe(1);
    await expect(registry.schemaOf(77)).rejects.toMatchObject({ code: 'unknownName' });
    await expect(createConfluentRegistry('http://127.0.0.1:1').schemaOf(1)).rejects.toMatchObject({
      code: 'sourceUnreachable',
    });
  });

  it('says what to do when the registry refuses a schema as incompatible', async () => {
    const { host } = await startRegistry((path) => (path.startsWith('POST') ? 409 : undefined));
    await expect(createConfluentRegistry(`http://${host}`).idOf('s', SCHEMA)).rejects.toThrow(
      /incompatible with earlier ones/,
    );
  });
});

describe('schemas without a registry', () => {
  it('have the id of their fingerprint: positive, stable, distinct, and independent of defaults', () => {
    const withoutDefaults = { ...SCHEMA, fields: SCHEMA.fields.map(({ name, type }) => ({ name, type })) };
    expect(fingerprintId(withoutDefaults)).toBe(fingerprintId(SCHEMA));
    expect(fingerprintId(OTHER)).not.toBe(fingerprintId(SCHEMA));
    expect(fingerprintId(SCHEMA)).toBeGreaterThan(0);
    expect(fingerprintId(SCHEMA)).toBeLessThan(2 ** 31);
  });

  it('are known when given or registered, and an unknown id is reported', async () => {
    const registry = createStaticRegistry([SCHEMA]);
    expect(await registry.schemaOf(fingerprintId(SCHEMA))).toEqual(SCHEMA);
    await expect(registry.schemaOf(fingerprintId(OTHER))).rejects.toMatchObject({ code: 'unknownName' });
    expect(await registry.schemaOf(await registry.idOf('any', OTHER))).toEqual(OTHER);
  });

  it('stay readable after a registry was configured', async () => {
    const { host } = await startRegistry();
    const registry = withOlderIds(createConfluentRegistry(`http://${host}`), createStaticRegistry([SCHEMA]));
    expect(await registry.idOf('s', SCHEMA)).toBe(1);
    expect(await registry.schemaOf(fingerprintId(SCHEMA))).toEqual(SCHEMA);
    await expect(registry.schemaOf(99)).rejects.toMatchObject({ code: 'unknownName' });
  });
});
