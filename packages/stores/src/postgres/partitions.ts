import type { Pool } from 'pg';
import { RESOLUTIONS } from '../ports.ts';
import { inTransaction } from './transaction.ts';

const PARTITION_LOCK = 7_034_101;
/** The server's table of locks is finite, and a new table takes several until its transaction ends. */
const MONTHS_AT_ONCE = 48;

/** Makes the partitions of months as they are needed; what exists is kept in mind. */
export function createPartitions(pool: Pool) {
  const known = new Set<string>();

  const load = async (): Promise<void> => {
    const { rows } = await pool.query<{ name: string }>(
      "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'observation'::regclass",
    );
    for (const { name } of rows) known.add(name);
  };

  const create = (months: readonly number[]): Promise<void> =>
    inTransaction(pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
      const { rows } = await client.query<{ name: string }>(
        'SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL',
        [months.map(nameOf)],
      );
      const absent = new Set(rows.map((row) => row.name));
      const sql = months.filter((month) => absent.has(nameOf(month))).map(creation);
      if (sql.length > 0) await client.query(sql.join(''));
    });

  return {
    /** Resolves when the moment of every point has a partition. */
    async ensure(points: Iterable<{ readonly timeMs: number }>): Promise<void> {
      const days = new Set<number>();
      for (const { timeMs } of points) days.add(Math.floor(timeMs / RESOLUTIONS.day));
      const months = new Set([...days].map((day) => monthOf(day * RESOLUTIONS.day)));
      const isMissing = (month: number): boolean => !known.has(nameOf(month));
      if (![...months].some(isMissing)) return;
      await load();
      const missing = [...months].filter(isMissing);
      if (missing.length === 0) return;
      for (let i = 0; i < missing.length; i += MONTHS_AT_ONCE) await create(missing.slice(i, i + MONTHS_AT_ONCE));
      for (const month of missing) known.add(nameOf(month));
    },
  };
}

// Attaching lets readers and writers of the other partitions go on; CREATE TABLE … PARTITION OF would not.
const creation = (month: number): string => `
  CREATE TABLE ${nameOf(month)} (LIKE observation);
  ALTER TABLE observation ATTACH PARTITION ${nameOf(month)} FOR VALUES FROM ('${startOf(month)}') TO ('${startOf(month + 1)}');`;

/** Months since January of the year 0. */
function monthOf(timeMs: number): number {
  const date = new Date(timeMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

const parts = (month: number): [string, string] => [
  String(Math.floor(month / 12)).padStart(4, '0'),
  String((month % 12) + 1).padStart(2, '0'),
];
const nameOf = (month: number): string => `observation_${parts(month).join('_')}`;
const startOf = (month: number): string => `${parts(month).join('-')}-01 00:00:00+00`;
