import { randomUUID } from 'node:crypto';
import type { DocumentRecord, Observation } from '@orrery/contract';
import { createLogger } from '@orrery/telemetry';
import { Admin, Producer } from '@platformatic/kafka';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stream } from '../ports.ts';
import { pause, PATIENCE_MS, until } from '../testing/harness.ts';
import { startTestRegistry } from '../testing/registry.ts';
import { LARGEST_RECORD_BYTES, type KafkaStreamConfig, type UnreadableRecord } from './client.ts';
import { createKafkaStream } from './stream.ts';

const KAFKA = process.env['ORRERY_TEST_KAFKA'];
const SESSION_TIMEOUT_MS = 6000;
/** Long enough that an unwanted delivery would have come. */
const QUIET_MS = 500;
const logger = createLogger('test', 'silent');

const observation = (timeMs: number): Observation => ({
  kind: 'observation',
  series: 'kp',
  timeMs,
  value: 0,
  revision: 'nowcast',
  source: 'test',
  retrievedAtMs: 0,
});
const document = (bytes: number): DocumentRecord => ({
  kind: 'document',
  collection: 'aurora',
  id: 'oval',
  timeMs: 0,
  timeEndMs: null,
  title: '',
  linked: [],
  body: 'x'.repeat(bytes),
  source: 'test',
  retrievedAtMs: 0,
});

describe.skipIf(!KAFKA)(
  'Kafka records (needs ORRERY_TEST_KAFKA: `npm run test:int`)',
  { timeout: 2 * PATIENCE_MS },
  () => {
    let topicPrefix: string;
    let admin: Admin;
    let opened: Stream[];
    const client = { clientId: 'test', bootstrapBrokers: (KAFKA ?? '').split(',') };
    const open = async (config: Partial<KafkaStreamConfig> = {}): Promise<Stream> => {
      const stream = await createKafkaStream(
        {
          brokers: KAFKA!.split(','),
          topicPrefix,
          partitions: 1,
          sessionTimeoutMs: SESSION_TIMEOUT_MS,
          pauseMs: 50,
          ...config,
        },
        logger,
      );
      opened.push(stream);
      return stream;
    };
    /** Publishes values to the topic as an unrelated program would. */
    const produce = async (...values: (string | null)[]): Promise<void> => {
      const producer = new Producer(client);
      const topic = `${topicPrefix}observations`;
      const key = Buffer.from('kp');
      // A message without a value is a tombstone.
      const messages = values.map((value) => ({
        topic,
        key,
        ...(value === null ? {} : { value: Buffer.from(value) }),
      }));
      await producer.send({ messages });
      await producer.close();
    };
    beforeEach(async () => {
      topicPrefix = `test-${randomUUID()}.`;
      opened = [];
      admin = new Admin(client);
    });
    afterEach(async () => {
      for (const stream of opened) await stream.stop();
      await admin.deleteTopics({ topics: [`${topicPrefix}observations`, `${topicPrefix}documents`] });
      await admin.close();
    });

    it('sets aside what cannot be read and hands over the rest', async () => {
      const aside: UnreadableRecord[] = [];
      const stream = await open({ setAside: async (record) => void aside.push(record) });
      await stream.publish('observations', [observation(1)]);
      await produce('not Avro', null);
      await stream.publish('observations', [observation(2)]);
      const seen: Observation[] = [];
      await stream.consume('observations', 'g', async ({ records }) => void seen.push(...records));
      await until('it has caught up', async () => (await stream.lag('observations', 'g')) === 0);
      expect(seen).toEqual([observation(1), observation(2)]);
      expect(aside.map(({ topic, partition, offset, bytes }) => [topic, partition, offset, bytes.toString()])).toEqual([
        ['observations', 0, 1n, 'not Avro'],
        ['observations', 0, 2n, ''],
      ]);
      expect(aside[0]!.reason).toMatch(/not in the Confluent wire format/);
    });

    it('skips no unreadable message if nothing stores it', async () => {
      const stream = await open();
      await produce('not Avro');
      await stream.publish('observations', [observation(2)]);
      let calls = 0;
      await stream.consume('observations', 'g', async () => void (calls += 1));
      await pause(QUIET_MS);
      expect(calls).toBe(0);
      expect(await stream.lag('observations', 'g')).toBe(2);
    });

    it('gives a handler no more records and bytes than configured, except for the rest of a message', async () => {
      const stream = await open({ messageRecords: 8, batchRecords: 30, batchBytes: 1000 });
      await stream.publish(
        'observations',
        Array.from({ length: 100 }, (_, i) => observation(i)),
      );
      const sizes: number[] = [];
      const consumer = await stream.consume(
        'observations',
        'g',
        async ({ records }) => void sizes.push(records.length),
      );
      await until('it has caught up', async () => (await stream.lag('observations', 'g')) === 0);
      await consumer.stop();
      expect(Math.max(...sizes)).toBeLessThan(30 + 8);
      // Four messages of eight are the first with thirty records.
      expect(sizes.length).toBeGreaterThanOrEqual(4);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(100);
    });

    it('carries documents larger than the megabyte Kafka allows unless told otherwise, and refuses those beyond its own limit', async () => {
      const stream = await open();
      const seen: DocumentRecord[] = [];
      await stream.consume('documents', 'g', async ({ records }) => void seen.push(...records));
      await stream.publish('documents', [document(3_000_000)]);
      await until('it came', () => seen.length === 1);
      expect(seen[0]!.body).toHaveLength(3_000_000);
      await expect(stream.publish('documents', [document(LARGEST_RECORD_BYTES)])).rejects.toMatchObject({
        code: 'tooLarge',
      });
    });

    it('keeps its partitions while a handler works longer than a session', async () => {
      const stream = await open();
      const other = await open();
      let calls = 0;
      const slow = async (): Promise<void> => {
        calls += 1;
        await pause(SESSION_TIMEOUT_MS + 2000);
      };
      await stream.consume('observations', 'g', slow);
      await stream.publish('observations', [observation(1)]);
      await until('it is in hand', () => calls === 1);
      await until('it is committed', async () => (await other.lag('observations', 'g')) === 0);
      expect(calls).toBe(1);
    });

    it('registers its schemas with a registry and reads by their numbers', async () => {
      const registry = await startTestRegistry();
      const registryUrl = `http://${registry.host}`;
      const withRegistry = await open({ registryUrl });
      const without = await open();
      // What was written before the registry came stays readable.
      await without.publish('observations', [observation(1)]);
      await withRegistry.publish('observations', [observation(2)]);
      const reader = await open({ registryUrl });
      const seen: Observation[] = [];
      await reader.consume('observations', 'g', async ({ records }) => void seen.push(...records));
      await until('both came', () => seen.length === 2);
      expect(seen).toEqual([observation(1), observation(2)]);
      expect(registry.seen.map(({ path }) => path)).toContain(
        `POST /subjects/${topicPrefix}observations-value/versions`,
      );
      expect(JSON.parse(registry.schemas[0]!)).toMatchObject({ name: 'ObservationBatch', namespace: 'orrery' });
      registry.stop();
    });
  },
);
