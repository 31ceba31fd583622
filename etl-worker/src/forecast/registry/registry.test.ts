import { gzipSync } from 'node:zlib';
import { createLogger } from '@orrery/telemetry';
import { createMemoryStores } from '@orrery/stores/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { stubModel } from '../testing/models.ts';
import { createRegistry, type Registry } from './registry.ts';
import { registerShipped, SHIPPED_REASON } from './shipped.ts';

let nowMs = 1000;
let stores: ReturnType<typeof createMemoryStores>;
let registry: Registry;
beforeEach(() => {
  nowMs = 1000;
  stores = createMemoryStores();
  registry = createRegistry(stores, () => nowMs++);
});

describe('the registry', () => {
  it('keeps a model by its content, and twice is once', async () => {
    const card = await registry.register(stubModel('kp', 'a', 2));
    expect(await registry.register(stubModel('kp', 'a', 2))).toEqual(card);
    expect(card.weightsBytes).toBe((await stores.blobs.get(card.weightsBlob))?.content.length);
    expect(await registry.cards('kp')).toHaveLength(1);
    expect((await registry.load('kp', 'a')).version).toBe('a');
  });

  it('says which versions there are when it is asked for another', async () => {
    await registry.register(stubModel('kp', 'a'));
    await expect(registry.load('kp', 'b')).rejects.toThrow('There is no model b of kp; registered are a.');
    await expect(registry.deploy('dst', 'a', '')).rejects.toThrow('registered are none yet');
    await expect(registry.register(new Uint8Array(3))).rejects.toThrow(/Not a trained model/);
  });

  it('forecasts with what was deployed last and goes back step by step', async () => {
    for (const version of ['a', 'b', 'c']) await registry.register(stubModel('f107', version));
    expect(await registry.loadChampion('f107')).toBeNull();
    for (const version of ['a', 'b', 'b', 'c']) await registry.deploy('f107', version, 'better');
    expect((await registry.champion('f107'))?.previous.map(({ version }) => version)).toEqual(['b', 'a']);
    expect(await registry.rollback('f107')).toMatchObject({ version: 'b', reason: 'rolled back from c' });
    expect((await registry.loadChampion('f107'))?.version).toBe('b');
    expect(await registry.rollback('f107')).toMatchObject({ version: 'a', previous: [] });
    await expect(registry.rollback('f107')).rejects.toThrow('rollback: a is the first champion of f107');
    await expect(registry.rollback('kp')).rejects.toThrow('nothing was deployed yet of kp');
  });
});

describe('models that ship with the project', () => {
  const logger = createLogger('test', 'silent');
  const ship = (version: string, trainedAtMs: number) =>
    registerShipped(registry, logger, (target) =>
      target === 'kp' ? stubModel('kp', version, 0, { trainedAtMs }) : null,
    );

  it('are there from the first start on, and twice is once', async () => {
    await ship('first', 1);
    await ship('first', 1);
    expect(await registry.champion('kp')).toMatchObject({ version: 'first', reason: SHIPPED_REASON, previous: [] });
    expect(await registry.champion('dst')).toBeNull();
  });

  it('replace older ones that shipped, and never the other way round', async () => {
    await ship('first', 1);
    await ship('second', 2);
    expect(await registry.champion('kp')).toMatchObject({ version: 'second' });
    await ship('first', 1);
    expect(await registry.champion('kp')).toMatchObject({ version: 'second' });
  });

  it('replace a champion in the format of an earlier version, trained here or shipped', async () => {
    const { weightsBlob } = await registry.register(stubModel('kp', 'own', 0, { trainedAtMs: 9 }));
    await registry.deploy('kp', 'own', 'better');
    await stores.blobs.delete([weightsBlob]);
    await stores.blobs.put(weightsBlob, gzipSync('orrery-champion/1 2\n{}'), {});
    const restarted = createRegistry(stores, () => nowMs++);
    await registerShipped(restarted, logger, (target) => (target === 'kp' ? stubModel('kp', 'first') : null));
    expect(await restarted.champion('kp')).toMatchObject({ version: 'first', reason: SHIPPED_REASON });
  });

  it('do not keep the others from being registered where one is broken', async () => {
    await registerShipped(registry, logger, (target) =>
      target === 'kp' ? new Uint8Array(9) : stubModel(target, 'first'),
    );
    expect([await registry.champion('kp'), (await registry.champion('dst'))?.version]).toEqual([null, 'first']);
  });

  it('do not replace what was trained or chosen here', async () => {
    await ship('first', 1);
    await registry.register(stubModel('kp', 'own'));
    await registry.deploy('kp', 'own', 'better');
    await ship('second', 2);
    expect(await registry.champion('kp')).toMatchObject({ version: 'own' });
    expect((await registry.cards('kp')).map(({ version }) => version)).toContain('second');
    await registry.rollback('kp');
    await ship('second', 2);
    expect(await registry.champion('kp')).toMatchObject({ version: 'first' });
  });
});
