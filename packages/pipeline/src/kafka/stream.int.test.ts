import { randomUUID } from 'node:crypto';
import { createLogger } from '@orrery/telemetry';
import { Admin } from '@platformatic/kafka';
import { describe, it } from 'vitest';
import { createCutting, type Cutting } from '../testing/cutting.ts';
import { describeStream } from '../testing/stream-conformance.ts';
import { createKafkaStream } from './stream.ts';

const KAFKA = process.env['ORRERY_TEST_KAFKA'];
/** The least that Kafka allows by default. */
const SESSION_TIMEOUT_MS = 6000;
const logger = createLogger('test', 'silent');

if (!KAFKA)
  describe.skip('stream: Kafka (ORRERY_TEST_KAFKA is not set: `npm run test:int` provides it)', () =>
    it('needs Kafka', () => undefined));
else
  describeStream('Kafka', async () => {
    const topicPrefix = `test-${randomUUID()}.`;
    const brokers = KAFKA.split(',');
    const cuttings = new Map<object, Cutting>();
    return {
      open: async () => {
        const cutting = createCutting();
        const { context } = cutting;
        const stream = await createKafkaStream(
          { brokers, topicPrefix, partitions: 3, sessionTimeoutMs: SESSION_TIMEOUT_MS, context },
          logger,
        );
        cuttings.set(stream, cutting);
        return stream;
      },
      crash: async (stream) => cuttings.get(stream)?.cut(),
      dispose: async () => {
        const admin = new Admin({ clientId: 'test', bootstrapBrokers: brokers });
        await admin.deleteTopics({ topics: [`${topicPrefix}observations`, `${topicPrefix}documents`] });
        await admin.close();
        for (const cutting of cuttings.values()) {
          cutting.cut();
          cutting.dispose();
        }
      },
    };
  });
