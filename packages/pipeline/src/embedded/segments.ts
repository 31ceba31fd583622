import { createHash } from 'node:crypto';
import type { RecordOf, Topic } from '@orrery/contract';
import { toBytes, toText, type WorkDatabase } from '@orrery/stores/embedded';
import type { Batch } from '../ports.ts';
import { pack, unpack } from './pack.ts';

/** Fixed for the life of a file: a key stays in its partition. */
const PARTITIONS = 4;
/** Most records in a row of the table; a batch for a handler consists of whole rows. */
const SEGMENT = 2000;
const BATCH = 5000;
/** Rows read for a batch: live records come in rows of one or a few. */
const ROWS = 500;

function partitionOf(key: string): number {
  return createHash('md5').update(key).digest().readUInt32LE(0) % PARTITIONS;
}

/** Appends records to the partitions of their keys; resolves when they are committed. */
export async function publish<T extends Topic>(
  database: WorkDatabase,
  topic: T,
  records: readonly RecordOf<T>[],
  key: (record: RecordOf<T>) => string,
): Promise<void> {
  const partitionByKey = new Map<string, number>();
  const parts: RecordOf<T>[][] = Array.from({ length: PARTITIONS }, () => []);
  for (const record of records) {
    const name = key(record);
    let partition = partitionByKey.get(name);
    if (partition === undefined) partitionByKey.set(name, (partition = partitionOf(name)));
    parts[partition]!.push(record);
  }
  const segments = parts.flatMap((part, partition) =>
    Array.from({ length: Math.ceil(part.length / SEGMENT) }, (_, i) => {
      const slice = part.slice(i * SEGMENT, (i + 1) * SEGMENT);
      return { partition, n: slice.length, payload: toBytes(pack(topic, slice)) };
    }),
  );
  const atMs = Date.now();
  await database.write(async (connection) => {
    for (const { partition, n, payload } of segments) {
      await connection.run(
        `INSERT INTO stream_segment (topic, part, base_offset, n, at_ms, payload)
         VALUES (?1, ?2, coalesce((SELECT next_offset FROM stream_head WHERE topic = ?1 AND part = ?2), 0), ?3, ?4, ?5)`,
        [topic, partition, n, atMs, payload],
      );
      await connection.run(
        `INSERT INTO stream_head (topic, part, next_offset) VALUES (?1, ?2, ?3)
         ON CONFLICT (topic, part) DO UPDATE SET next_offset = next_offset + ?3`,
        [topic, partition, n],
      );
    }
  });
}

/** Registers the group at the oldest record kept: from now on nothing that it has not committed is pruned. */
export async function registerGroup(database: WorkDatabase, topic: Topic, group: string): Promise<void> {
  await database.write(async (connection) => {
    for (let partition = 0; partition < PARTITIONS; partition += 1)
      await connection.run(
        `INSERT INTO stream_offset (topic, consumers, part, next_offset) VALUES (?1, ?2, ?3, coalesce(
           (SELECT min(base_offset) FROM stream_segment WHERE topic = ?1 AND part = ?3),
           (SELECT next_offset FROM stream_head WHERE topic = ?1 AND part = ?3), 0))
         ON CONFLICT DO NOTHING`,
        [topic, group, partition],
      );
  });
}

/** Partitions with records that the group has not committed, the one that waits longest first. */
export async function waitingPartitions(
  database: WorkDatabase,
  topic: Topic,
  group: string,
): Promise<readonly number[]> {
  const rows = await database.read(
    `SELECT h.part FROM stream_head AS h JOIN stream_offset AS o ON h.topic = o.topic AND h.part = o.part
     WHERE h.topic = ? AND o.consumers = ? AND h.next_offset > o.next_offset ORDER BY h.next_offset - o.next_offset DESC, h.part`,
    [topic, group],
  );
  return rows.map(([part]) => part as number);
}

/** The next records of a partition for the group, or null. */
export async function readBatch<T extends Topic>(
  database: WorkDatabase,
  topic: T,
  group: string,
  partition: number,
): Promise<Batch<T> | null> {
  const sizes = await database.read(
    `SELECT base_offset, n FROM stream_segment WHERE topic = ?1 AND part = ?2 AND base_offset >=
       (SELECT next_offset FROM stream_offset WHERE topic = ?1 AND part = ?2 AND consumers = ?3)
     ORDER BY base_offset LIMIT ${ROWS}`,
    [topic, partition, group],
  );
  let [records, rows] = [0, 0];
  while (rows < sizes.length && records < BATCH) records += Number(sizes[rows++]![1]);
  if (rows === 0) return null;
  const [first, last] = [sizes[0]![0]!, sizes[rows - 1]![0]!];
  const payloads = await database.read(
    `SELECT payload FROM stream_segment WHERE topic = ? AND part = ? AND base_offset BETWEEN ? AND ? ORDER BY base_offset`,
    [topic, partition, first, last],
  );
  return {
    partition,
    records: payloads.flatMap(([payload]) => unpack(topic, toText(payload as Uint8Array))),
    lastOffset: BigInt(Number(last) + Number(sizes[rows - 1]![1]) - 1),
  };
}

export async function commitOffset(
  database: WorkDatabase,
  topic: Topic,
  group: string,
  partition: number,
  lastOffset: bigint,
): Promise<void> {
  const values = [lastOffset + 1n, topic, group, partition];
  await database.write((connection) =>
    connection.run('UPDATE stream_offset SET next_offset = ? WHERE topic = ? AND consumers = ? AND part = ?', values),
  );
}

/** Number of records that the group has not committed; all that are kept, for an unknown group. */
export async function lagOf(database: WorkDatabase, topic: Topic, group: string): Promise<number> {
  const rows = await database.read(
    `SELECT coalesce(
       (SELECT sum(h.next_offset - o.next_offset) FROM stream_offset AS o JOIN stream_head AS h USING (topic, part)
        WHERE o.topic = ?1 AND o.consumers = ?2),
       CASE WHEN EXISTS (SELECT 1 FROM stream_offset WHERE topic = ?1 AND consumers = ?2) THEN 0
         ELSE (SELECT sum(n) FROM stream_segment WHERE topic = ?1) END, 0)`,
    [topic, group],
  );
  return Number(rows[0]![0]);
}

/**
 * Drops records older than `retentionMs` that every group of the topic has committed; without a group nothing is
 * dropped.
 */
export async function prune(database: WorkDatabase, retentionMs: number): Promise<void> {
  await database.write((connection) =>
    connection.run(
      `DELETE FROM stream_segment AS s WHERE s.at_ms < ? AND s.base_offset + s.n <=
         (SELECT min(o.next_offset) FROM stream_offset AS o WHERE o.topic = s.topic AND o.part = s.part)`,
      [Date.now() - retentionMs],
    ),
  );
}
