import { COLLECTIONS, keyOf, REVISIONS, type DocumentRecord, type Observation } from '@orrery/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Batch, Stream } from '../ports.ts';
import { pause, PATIENCE_MS, until, type FlowFactory, type FlowHarness } from './harness.ts';

const LARGE = 10_000;
const START_MS = Date.UTC(2024, 4, 10);
/** Long enough that a second, unwanted delivery would have come. */
const QUIET_MS = 500;

const observation = (series: string, i: number): Observation => ({
  kind: 'observation',
  series,
  timeMs: START_MS + i,
  value: i % 7 === 0 ? null : i / 3,
  revision: REVISIONS[i % REVISIONS.length]!,
  source: 'test',
  retrievedAtMs: START_MS + i,
});
/** `count` observations over `keys` series, `timeMs` counting up within each. */
const observations = (count: number, keys: number, from = 0): Observation[] =>
  Array.from({ length: count }, (_, i) => observation(`series ${i % keys}`, from + i));
const documents: readonly DocumentRecord[] = COLLECTIONS.map((collection, i) => ({
  kind: 'document',
  collection,
  id: `ü/${i}`,
  timeMs: -START_MS + i,
  timeEndMs: i % 2 ? null : START_MS,
  title: 'X5.8 "flare" ☉',
  linked: ['b', 'a'].slice(0, i % 3),
  body: JSON.stringify({ i, nested: [null, { a: 'x'.repeat(i * 1000) }] }),
  source: 'test',
  retrievedAtMs: START_MS,
}));

const orderOf = (records: readonly Observation[]): Record<string, number[]> => {
  const order: Record<string, number[]> = {};
  for (const record of records) (order[keyOf(record)] ??= []).push(record.timeMs);
  return order;
};
const timesOf = (records: readonly Observation[]): number[] =>
  records.map((record) => record.timeMs).sort((a, b) => a - b);

/** Behaviour of every Stream. Each test has a place of its own. */
export function describeStream(name: string, factory: FlowFactory<Stream>): void {
  describe(`stream: ${name}`, { timeout: 2 * PATIENCE_MS }, () => {
    let harness: FlowHarness<Stream>;
    let stream: Stream;
    let opened: Set<Stream>;
    const open = async (): Promise<Stream> => {
      const one = await harness.open();
      opened.add(one);
      return one;
    };
    const close = async (one: Stream, how: 'stop' | 'crash'): Promise<void> => {
      opened.delete(one);
      await (how === 'stop' ? one.stop() : harness.crash(one));
    };
    const caughtUp = (group: string, on = stream): Promise<void> =>
      until(`${group} has caught up`, async () => (await on.lag('observations', group)) === 0);

    beforeEach(async () => {
      opened = new Set();
      harness = await factory();
      stream = await open();
    });
    afterEach(async () => {
      for (const one of opened) await one.stop();
      await harness.dispose();
    });

    it('carries every kind of record unchanged, published before or after the group began', async () => {
      const seen: unknown[] = [];
      await stream.publish('documents', []);
      await stream.publish('documents', documents.slice(0, 4));
      const consumer = await stream.consume('documents', 'g', async (batch) => void seen.push(...batch.records));
      await stream.publish('documents', documents.slice(4));
      await until('all documents came', () => seen.length >= documents.length);
      const byId = (a: unknown, b: unknown): number => (a as DocumentRecord).id.localeCompare((b as DocumentRecord).id);
      expect([...seen].sort(byId)).toEqual([...documents].sort(byId));
      await consumer.stop();
    });

    it('keeps the order of each key, and a key to one partition', async () => {
      const batches: Batch<'observations'>[] = [];
      const all = observations(600, 9);
      await stream.consume('observations', 'g', async (batch) => void batches.push(batch));
      for (let i = 0; i < all.length; i += 50) await stream.publish('observations', all.slice(i, i + 50));
      await caughtUp('g');
      expect(orderOf(batches.flatMap((batch) => batch.records))).toEqual(orderOf(all));
      const partitionOf = new Map<string, number>();
      for (const { records, partition } of batches)
        for (const record of records) {
          expect(partitionOf.get(keyOf(record)) ?? partition).toBe(partition);
          partitionOf.set(keyOf(record), partition);
        }
      expect(new Set(partitionOf.values()).size).toBeGreaterThan(1);
    });

    it('delivers one batch per partition at a time, with increasing offsets', async () => {
      const running = new Set<number>();
      const offsets = new Map<number, bigint>();
      let overlaps = 0;
      await stream.consume('observations', 'g', async ({ partition, lastOffset, records }) => {
        if (running.has(partition)) overlaps += 1;
        running.add(partition);
        await pause(5);
        expect(records.length).toBeGreaterThan(0);
        expect(lastOffset).toBeGreaterThan(offsets.get(partition) ?? -1n);
        offsets.set(partition, lastOffset);
        running.delete(partition);
      });
      for (let i = 0; i < 20; i += 1) await stream.publish('observations', observations(30, 9, i * 30));
      await caughtUp('g');
      expect(overlaps).toBe(0);
      expect(offsets.size).toBeGreaterThan(1);
    });

    it('redelivers a batch, in order and with nothing skipped, when its handler rejects', async () => {
      const handled: Observation[] = [];
      const all = observations(300, 5);
      const refused = new Set<number>();
      await stream.publish('observations', all);
      await stream.consume('observations', 'g', async ({ partition, records }) => {
        if (!refused.has(partition)) {
          refused.add(partition);
          throw new Error('the database is away');
        }
        handled.push(...records);
      });
      await caughtUp('g');
      expect(orderOf(handled)).toEqual(orderOf(all));
    });

    it('commits nothing that a handler has not resolved', async () => {
      let calls = 0;
      const all = observations(40, 5);
      await stream.publish('observations', all);
      const published = await stream.lag('observations', 'g');
      expect(published).toBeGreaterThan(0);
      const consumer = await stream.consume('observations', 'g', async () => {
        calls += 1;
        throw new Error('the database is away');
      });
      await until('it was tried', () => calls > 0);
      expect(await stream.lag('observations', 'g')).toBe(published);
      await consumer.stop();
      const handled: Observation[] = [];
      await stream.consume('observations', 'g', async ({ records }) => void handled.push(...records));
      await caughtUp('g');
      expect(orderOf(handled)).toEqual(orderOf(all));
    });

    it('resumes at the offset of the group after a restart, repeating nothing that was committed', async () => {
      const handled: Observation[] = [];
      const handler = async ({ records }: Batch<'observations'>): Promise<void> => void handled.push(...records);
      await stream.publish('observations', observations(100, 5));
      const consumer = await stream.consume('observations', 'g', handler);
      await caughtUp('g');
      await consumer.stop();
      await stream.publish('observations', observations(100, 5, 100));
      const left = await stream.lag('observations', 'g');
      expect(left).toBeGreaterThan(0);
      await close(stream, 'stop');
      expect(handled).toHaveLength(100);
      const restarted = await open();
      expect(await restarted.lag('observations', 'g')).toBe(left);
      await restarted.consume('observations', 'g', handler);
      await caughtUp('g', restarted);
      expect(orderOf(handled)).toEqual(orderOf([...observations(100, 5), ...observations(100, 5, 100)]));
    });

    it('redelivers the batch of a consumer that died', async () => {
      let struck = 0;
      const all = observations(200, 5);
      await stream.publish('observations', all);
      await stream.consume('observations', 'g', async () => {
        struck += 1;
        await new Promise(() => undefined);
      });
      await until('a batch is in hand', () => struck > 0);
      await close(stream, 'crash');
      const next = await open();
      const handled: Observation[] = [];
      await next.consume('observations', 'g', async ({ records }) => void handled.push(...records));
      await until('all came', () => new Set(timesOf(handled)).size === all.length);
      await caughtUp('g', next);
      expect(orderOf(handled)).toEqual(orderOf(all));
    });

    it('keeps groups independent, a new one starting at the beginning', async () => {
      const all = observations(120, 5);
      const seen: Record<string, Observation[]> = { fast: [], late: [] };
      const into = (group: string) => async (batch: Batch<'observations'>) => void seen[group]!.push(...batch.records);
      await stream.consume('observations', 'fast', into('fast'));
      await stream.consume('observations', 'broken', () => Promise.reject(new Error('always')));
      await stream.publish('observations', all);
      const published = await stream.lag('observations', 'late');
      await caughtUp('fast');
      expect(published).toBeGreaterThan(0);
      expect(await stream.lag('observations', 'late')).toBe(published);
      await stream.consume('observations', 'late', into('late'));
      await caughtUp('late');
      expect(orderOf(seen['fast']!)).toEqual(orderOf(all));
      expect(orderOf(seen['late']!)).toEqual(orderOf(all));
      expect(await stream.lag('observations', 'broken')).toBe(published);
      expect(await stream.lag('documents', 'fast')).toBe(0);
    });

    it('shares the partitions among the consumers of a group, and hands over those of one that left', async () => {
      const other = await open();
      const seen: [Observation[], Observation[]] = [[], []];
      const first = await stream.consume('observations', 'g', async ({ records }) => void seen[0].push(...records));
      await other.consume('observations', 'g', async ({ records }) => void seen[1].push(...records));
      let sent = 0;
      await until('both get records', async () => {
        await stream.publish('observations', observations(40, 20, sent));
        sent += 40;
        await pause(100);
        return seen[0].length > 0 && seen[1].length > 0;
      });
      await caughtUp('g');
      expect([...new Set(timesOf(seen.flat()))]).toEqual(timesOf(observations(sent, 20)));
      await first.stop();
      const before = seen[0].length;
      await other.publish('observations', observations(40, 20, sent));
      await caughtUp('g', other);
      expect([...new Set(timesOf(seen.flat()))]).toEqual(timesOf(observations(sent + 40, 20)));
      expect(seen[0]).toHaveLength(before);
    });

    it('waits in stop() for the running handler, commits its batch, and calls none afterwards', async () => {
      let calls = 0;
      let finished = 0;
      await stream.publish('observations', [observation('only', 0)]);
      const consumer = await stream.consume('observations', 'g', async () => {
        calls += 1;
        await pause(200);
        finished += 1;
      });
      await until('a batch is in hand', () => calls === 1);
      await consumer.stop();
      expect(finished).toBe(1);
      expect(await stream.lag('observations', 'g')).toBe(0);
      await stream.publish('observations', [observation('only', 1)]);
      await pause(QUIET_MS);
      expect(calls).toBe(1);
    });

    it(`carries ${LARGE.toLocaleString('en')} records published at once, in order and once each`, async () => {
      const handled: Observation[] = [];
      const all = observations(LARGE, 7);
      await stream.consume('observations', 'g', async ({ records }) => void handled.push(...records));
      await stream.publish('observations', all);
      await caughtUp('g');
      expect(orderOf(handled)).toEqual(orderOf(all));
    });

    it('keeps the order of a key under concurrent publishers, each in its own', async () => {
      const other = await open();
      const handled: Observation[] = [];
      await stream.consume('observations', 'g', async ({ records }) => void handled.push(...records));
      const mine = Array.from({ length: 200 }, (_, i) => observation('mine', i));
      const theirs = Array.from({ length: 200 }, (_, i) => observation('theirs', i));
      const send = async (on: Stream, records: readonly Observation[]): Promise<void> => {
        for (let i = 0; i < records.length; i += 10) await on.publish('observations', records.slice(i, i + 10));
      };
      await Promise.all([send(stream, mine), send(other, theirs)]);
      await caughtUp('g');
      expect(orderOf(handled)).toEqual(orderOf([...mine, ...theirs]));
    });
  });
}
