import { createHash } from 'node:crypto';
import type { RecordOf, Topic } from '@orrery/contract';
import type { Database, Migrations } from '@orrery/stores/embedded';
import { query, textOf, textValue } from '@orrery/stores/embedded';
import type { Batch } from '../ports.ts';
import { pack, unpack } from './pack.ts';

/** Fixed for the life of a file: a key stays in its partition. */
const PARTITIONS = 4;
/** A row of the table holds so many records at most; a batch for a handler is made of whole rows. */
const SEGMENT = 2000;
const BATCH = 5000;
/** Rows looked at for a batch: live records come in rows of one or a few. */
const ROWS = 500;

const STEPS: Migrations = [
  [
    `CREATE TABLE stream_segment (topic VARCHAR NOT NULL, part INTEGER NOT NULL, base_offset BIGINT NOT NULL, n INTEGER NOT NULL,
      at_ms BIGINT NOT NULL, payload BLOB NOT NULL)`,
    'CREATE TABLE stream_head (topic VARCHAR NOT NULL, part INTEGER NOT NULL, next_offset BIGINT NOT NULL)',
    'CREATE TABLE stream_offset (topic VARCHAR NOT NULL, consumers VARCHAR NOT NULL, part INTEGER NOT NULL, next_offset BIGINT NOT NULL)',
  ],
];

export const createSegments = (database: Database): Promise<void> => database.migrate('stream', STEPS);

function partitionOf(key: string): number {
  return createHash('md5').update(key).digest().readUInt32LE(0) % PARTITIONS;
}

/** Appends records to the partitions of their keys; resolves when they are committed. */
export async function publish<T extends Topic>(
  database: Database,
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
      return { partition, n: slice.length, payload: textValue(pack(topic, slice)) };
    }),
  );
  const atMs = Date.now();
  await database.write(async (connection) => {
    const heads = new Map(
      (await query(connection, 'SELECT part, next_offset FROM stream_head WHERE topic = ?', [topic])).map(
        ([part, next]) => [part as number, next as bigint],
      ),
    );
    for (const { partition, n, payload } of segments) {
      const base = heads.get(partition) ?? 0n;
      await connection.run('INSERT INTO stream_segment VALUES (?, ?::INTEGER, ?::BIGINT, ?::INTEGER, ?::BIGINT, ?)', [
        topic,
        partition,
        base,
        n,
        atMs,
        payload,
      ]);
      heads.set(partition, base + BigInt(n));
    }
    await connection.run('DELETE FROM stream_head WHERE topic = ?', [topic]);
    for (const [partition, next] of heads)
      await connection.run('INSERT INTO stream_head VALUES (?, ?::INTEGER, ?::BIGINT)', [topic, partition, next]);
  });
}

/** Notes the group, at the oldest record kept: from now on nothing is pruned that it has not committed. */
export async function registerGroup(database: Database, topic: Topic, group: string): Promise<void> {
  await database.write(async (connection) => {
    for (let partition = 0; partition < PARTITIONS; partition += 1)
      await connection.run(
        `INSERT INTO stream_offset SELECT $1, $2, $3::INTEGER, coalesce(
           (SELECT min(base_offset) FROM stream_segment WHERE topic = $1 AND part = $3::INTEGER),
           (SELECT next_offset FROM stream_head WHERE topic = $1 AND part = $3::INTEGER), 0)
         WHERE NOT EXISTS (FROM stream_offset WHERE topic = $1 AND consumers = $2 AND part = $3::INTEGER)`,
        [topic, group, partition],
      );
  });
}

/** Partitions with records that the group has not committed, the one that waits longest first. */
export async function waitingPartitions(database: Database, topic: Topic, group: string): Promise<readonly number[]> {
  const rows = await database.read(
    `SELECT h.part FROM stream_head AS h JOIN stream_offset AS o ON h.topic = o.topic AND h.part = o.part
     WHERE h.topic = ? AND o.consumers = ? AND h.next_offset > o.next_offset ORDER BY h.next_offset - o.next_offset DESC, h.part`,
    [topic, group],
  );
  return rows.map(([part]) => part as number);
}

/** The next records of a partition for the group, or null. */
export async function readBatch<T extends Topic>(
  database: Database,
  topic: T,
  group: string,
  partition: number,
): Promise<Batch<T> | null> {
  const where = `topic = $1 AND part = $2::INTEGER AND base_offset >=
    (SELECT next_offset FROM stream_offset WHERE topic = $1 AND part = $2::INTEGER AND consumers = $3)`;
  const sizes = await database.read(
    `SELECT base_offset, n FROM stream_segment WHERE ${where} ORDER BY base_offset LIMIT ${ROWS}`,
    [topic, partition, group],
  );
  let [records, rows] = [0, 0];
  while (rows < sizes.length && records < BATCH) records += Number(sizes[rows++]![1]);
  if (rows === 0) return null;
  const [first, last] = [sizes[0]![0] as bigint, sizes[rows - 1]![0] as bigint];
  const payloads = await database.read(
    `SELECT payload FROM stream_segment WHERE topic = ? AND part = ?::INTEGER AND base_offset BETWEEN ?::BIGINT AND ?::BIGINT
     ORDER BY base_offset`,
    [topic, partition, first, last],
  );
  return {
    partition,
    records: payloads.flatMap(([payload]) => unpack(topic, textOf(payload!))),
    lastOffset: last + BigInt(Number(sizes[rows - 1]![1])) - 1n,
  };
}

export async function commitOffset(
  database: Database,
  topic: Topic,
  group: string,
  partition: number,
  lastOffset: bigint,
): Promise<void> {
  await database.write(
    async (connection) =>
      void (await connection.run(
        'UPDATE stream_offset SET next_offset = ?::BIGINT WHERE topic = ? AND consumers = ? AND part = ?::INTEGER',
        [lastOffset + 1n, topic, group, partition],
      )),
  );
}

/** Records that the group has not committed; all that are kept, for a group that never came. */
export async function lagOf(database: Database, topic: Topic, group: string): Promise<number> {
  const rows = await database.read(
    `SELECT coalesce((SELECT sum(h.next_offset - o.next_offset) FROM stream_offset AS o JOIN stream_head AS h ON h.topic = o.topic AND h.part = o.part
        WHERE o.topic = $1 AND o.consumers = $2),
      CASE WHEN EXISTS (FROM stream_offset WHERE topic = $1 AND consumers = $2) THEN 0
        ELSE (SELECT sum(n) FROM stream_segment WHERE topic = $1) END, 0)::DOUBLE`,
    [topic, group],
  );
  return rows[0]![0] as number;
}

/**
 * Drops what is older than `retentionMs` and committed by every group of its topic; without a group nothing is dropped.
 */
export async function prune(database: Database, retentionMs: number): Promise<void> {
  await database.write(
    async (connection) =>
      void (await connection.run(
        `DELETE FROM stream_segment AS s WHERE s.at_ms < ?::BIGINT AND s.base_offset + s.n <=
           (SELECT min(o.next_offset) FROM stream_offset AS o WHERE o.topic = s.topic AND o.part = s.part)`,
        [Date.now() - retentionMs],
      )),
  );
}
