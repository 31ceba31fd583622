import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Observation } from '@orrery/contract';
import { createLogger } from '@orrery/telemetry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stream } from '../ports.ts';
import { PATIENCE_MS, until } from '../testing/harness.ts';
import { spawnProcess, startOwnServer, type OwnServer } from '../testing/processes/spawn.ts';
import { createKafkaStream } from './stream.ts';

const KAFKA = process.env['ORRERY_TEST_KAFKA'];
const SESSION_TIMEOUT_MS = 6000;
const SERIES = 12;
const logger = createLogger('test', 'silent');

/** `timeMs` is a number no other record has. */
const observations = (count: number, from = 0): Observation[] =>
  Array.from({ length: count }, (_, i) => ({
    kind: 'observation',
    series: `series ${i % SERIES}`,
    timeMs: from + i,
    value: i,
    revision: 'nowcast',
    source: 'test',
    retrievedAtMs: 0,
  }));

describe.skipIf(!KAFKA)(
  'Kafka, when processes and servers are killed (needs ORRERY_TEST_KAFKA: `npm run test:int`)',
  { timeout: 4 * PATIENCE_MS },
  () => {
    let folder: string;
    let opened: Stream[];
    let own: OwnServer | undefined;
    const open = async (brokers: string, topicPrefix: string): Promise<Stream> => {
      const stream = await createKafkaStream(
        {
          brokers: brokers.split(','),
          topicPrefix,
          partitions: 3,
          sessionTimeoutMs: SESSION_TIMEOUT_MS,
          messageRecords: 10,
          batchRecords: 200,
        },
        logger,
      );
      opened.push(stream);
      return stream;
    };
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'orrery-kill-'));
      opened = [];
      own = undefined;
    });
    afterEach(async () => {
      for (const stream of opened) await stream.stop();
      await own?.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    it('redelivers a batch that a sink had written but not committed when it was killed', async () => {
      const topicPrefix = `test-${randomUUID()}.`;
      const file = join(folder, 'written');
      const stream = await open(KAFKA!, topicPrefix);
      await stream.publish('observations', observations(1500));
      const args = (dieAt: number): string[] => [KAFKA!, topicPrefix, file, String(dieAt), String(SESSION_TIMEOUT_MS)];
      for (const dieAt of [1, 4]) {
        const sink = await spawnProcess('kafka-sink.ts', args(dieAt));
        expect(await sink.ended).toBe('SIGKILL');
      }
      const sink = await spawnProcess('kafka-sink.ts', args(0));
      await until('the rest is committed', async () => (await stream.lag('observations', 'sink')) === 0);
      await sink.kill('SIGTERM');
      const written = readFileSync(file, 'utf8').trimEnd().split('\n').map(Number);
      expect(new Set(written).size).toBe(1500);
      // The killed ones wrote at least a batch each that was given again; a handful of batches was in hand at most.
      expect(written.length).toBeGreaterThanOrEqual(1500 + 2);
      expect(written.length).toBeLessThanOrEqual(1500 + 2 * 3 * 50);
    });

    it('continues without loss and in order per key when Kafka is killed and restarted under publishers and sinks', async () => {
      own = await startOwnServer('kafka', folder);
      const stream = await open(own.address, 'test.');
      const handled: Observation[] = [];
      await stream.consume('observations', 'sink', async ({ records }) => void handled.push(...records));
      const COUNT = 6000;
      const CHUNK = 60;
      let published = 0;
      const publishing = (async () => {
        for (; published < COUNT; published += CHUNK) {
          await stream.publish('observations', observations(CHUNK, published));
          // Slow enough that the server dies in the midst of it.
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      })();
      await until('some were handled', () => handled.length > COUNT / 20);
      expect(published).toBeLessThan(COUNT);
      await own.kill();
      await own.revive();
      await publishing;
      await until('all were handled', () => new Set(handled.map(({ timeMs }) => timeMs)).size === COUNT);
      await until('all is committed', async () => (await stream.lag('observations', 'sink').catch(() => -1)) === 0);
      const firstSeen = new Map<string, number[]>();
      for (const { series, timeMs } of handled) {
        const times = firstSeen.get(series) ?? [];
        if (!times.includes(timeMs)) firstSeen.set(series, [...times, timeMs]);
      }
      for (const times of firstSeen.values()) expect(times).toEqual([...times].sort((a, b) => a - b));
    });

    it('lets a sink start while Kafka is unavailable, and delivers everything once Kafka is back', async () => {
      own = await startOwnServer('kafka', folder);
      const stream = await open(own.address, 'test.');
      await stream.publish('observations', observations(100));
      await own.kill();
      const handled = new Set<number>();
      const consumer = await stream.consume('observations', 'sink', async ({ records }) =>
        records.forEach(({ timeMs }) => handled.add(timeMs)),
      );
      const never = await stream.consume('observations', 'stopped before it began', async () => undefined);
      await never.stop();
      await own.revive();
      await until('all were handled', () => handled.size === 100);
      await consumer.stop();
    });

    it('rejects a publish with the reason when Kafka is unavailable for longer than the timeout', async () => {
      own = await startOwnServer('kafka', folder);
      const stream = await createKafkaStream({ brokers: [own.address], publishPatienceMs: 1000 }, logger);
      opened.push(stream);
      await stream.publish('observations', observations(1));
      await own.kill();
      await expect(stream.publish('observations', observations(1))).rejects.toMatchObject({ code: 'notReady' });
      await expect(stream.lag('observations', 'sink')).rejects.toMatchObject({ code: 'notReady' });
    });
  },
);
