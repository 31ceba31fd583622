import { keyOf, type RecordOf, type StreamRecord, type Topic } from '@orrery/contract';
import type { Batch, Stream } from '../ports.ts';

const RETRY_MS = 10;
const BATCH = 1000;
const PARTITIONS = 4;

interface Member {
  readonly handle: (batch: Batch<Topic>) => Promise<void>;
  /** Batches being processed. */
  readonly inHand: Set<Promise<void>>;
  isDead: boolean;
}

/** A consumer group: its members share the partitions, and each partition has at most one batch being processed. */
interface Group {
  readonly topic: Topic;
  readonly members: Member[];
  readonly offsets: number[];
  readonly heldBy: Map<number, Member>;
}

/** State shared by several handles of one stream, as processes share a server. */
export interface StreamPlace {
  readonly log: Readonly<Record<Topic, readonly StreamRecord[][]>>;
  readonly groups: Map<string, Group>;
}

const partitions = (): StreamRecord[][] => Array.from({ length: PARTITIONS }, () => []);
export const createStreamPlace = (): StreamPlace => ({
  log: { observations: partitions(), documents: partitions() },
  groups: new Map(),
});

export interface MemoryStream extends Stream {
  /** Ends the handle as SIGKILL would: what its consumers do afterwards has no effect. */
  crash(): void;
}

/** A stream in memory with all guarantees of the port except durability; handles over one place are one stream. */
export function createMemoryStream(place: StreamPlace = createStreamPlace()): MemoryStream {
  const consumers = new Set<{ readonly group: Group; readonly member: Member }>();
  return {
    name: 'memory stream',
    async publish(topic, records) {
      for (const record of records) place.log[topic][partitionOf(record)]!.push(record);
      for (const group of place.groups.values()) if (group.topic === topic) pump(place, group);
    },
    async consume<T extends Topic>(topic: T, name: string, handler: (batch: Batch<T>) => Promise<void>) {
      const group = groupOf(place, topic, name);
      const member: Member = {
        handle: handler as (batch: Batch<Topic>) => Promise<void>,
        inHand: new Set(),
        isDead: false,
      };
      const consumer = { group, member };
      consumers.add(consumer);
      group.members.push(member);
      pump(place, group);
      return {
        name: `consumer ${topic}/${name}`,
        async stop() {
          consumers.delete(consumer);
          await leave(place, group, member);
        },
      };
    },
    async lag(topic, name) {
      const { offsets } = groupOf(place, topic, name);
      return place.log[topic].reduce((sum, records, partition) => sum + records.length - offsets[partition]!, 0);
    },
    async stop() {
      await Promise.all([...consumers].map(({ group, member }) => leave(place, group, member)));
    },
    crash() {
      for (const { group, member } of consumers) {
        member.isDead = true;
        for (const [partition, holder] of group.heldBy) if (holder === member) group.heldBy.delete(partition);
        void leave(place, group, member);
      }
    },
  };
}

/** Records of one key are in one partition (FNV-1a of the key). */
function partitionOf(record: StreamRecord): number {
  let hash = 0x811c9dc5;
  for (const char of keyOf(record)) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return (hash >>> 0) % PARTITIONS;
}

function groupOf({ groups }: StreamPlace, topic: Topic, name: string): Group {
  const key = `${topic}/${name}`;
  const known = groups.get(key);
  if (known) return known;
  const group: Group = { topic, members: [], offsets: Array(PARTITIONS).fill(0) as number[], heldBy: new Map() };
  groups.set(key, group);
  return group;
}

/** Assigns every partition that has records and no running batch to its member. */
function pump(place: StreamPlace, group: Group): void {
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const member = group.members[partition % group.members.length];
    const from = group.offsets[partition]!;
    if (!member || group.heldBy.has(partition) || from >= place.log[group.topic][partition]!.length) continue;
    group.heldBy.set(partition, member);
    const work = deliver(place, group, member, partition).finally(() => member.inHand.delete(work));
    member.inHand.add(work);
  }
}

async function deliver(place: StreamPlace, group: Group, member: Member, partition: number): Promise<void> {
  const from = group.offsets[partition]!;
  const records = place.log[group.topic][partition]!.slice(from, from + BATCH) as RecordOf<Topic>[];
  try {
    await member.handle({ records, partition, lastOffset: BigInt(from + records.length - 1) });
    if (!member.isDead) group.offsets[partition] = from + records.length;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  if (member.isDead) return;
  group.heldBy.delete(partition);
  pump(place, group);
}

/** Takes a member out of its group, waits for its running batches, and gives its partitions to the others. */
async function leave(place: StreamPlace, group: Group, member: Member): Promise<void> {
  const at = group.members.indexOf(member);
  if (at !== -1) group.members.splice(at, 1);
  if (!member.isDead) await Promise.all(member.inHand);
  pump(place, group);
}
