import type { RecordOf, StreamRecord, Topic } from '@orrery/contract';
import type { Batch, Stream } from '@orrery/pipeline';

const RETRY_MS = 10;
const BATCH = 1000;

/** A stream of one partition a topic in memory, for tests of the flow. */
export function createMemoryStream(): Stream {
  const log: Record<Topic, StreamRecord[]> = { observations: [], documents: [] };
  const offsets = new Map<string, number>();
  let wake: (() => void)[] = [];
  let stopped = false;

  const consume = async <T extends Topic>(topic: T, group: string, handler: (batch: Batch<T>) => Promise<void>) => {
    const key = `${topic}/${group}`;
    let open = true;
    const loop = (async () => {
      while (open && !stopped) {
        const from = offsets.get(key) ?? 0;
        const records = log[topic].slice(from, from + BATCH) as RecordOf<T>[];
        if (records.length === 0) {
          await new Promise<void>((resolve) => wake.push(resolve));
          continue;
        }
        try {
          await handler({ records, partition: 0, lastOffset: BigInt(from + records.length - 1) });
          offsets.set(key, from + records.length);
        } catch {
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        }
      }
    })();
    return {
      name: `consumer ${key}`,
      stop: async () => {
        open = false;
        notify();
        await loop;
      },
    };
  };
  const notify = (): void => {
    const waiting = wake;
    wake = [];
    for (const resolve of waiting) resolve();
  };
  return {
    name: 'memory stream',
    async publish(topic, records) {
      log[topic].push(...records);
      notify();
    },
    consume,
    lag: async (topic, group) => log[topic].length - (offsets.get(`${topic}/${group}`) ?? 0),
    async stop() {
      stopped = true;
      notify();
    },
  };
}
