import type { Pool } from 'pg';
import { inTransaction } from './transaction.ts';

const PARTITION_LOCK = 7_034_101;
/** The server's lock table is limited, and a new table takes several locks until its transaction ends. */
const YEARS_AT_ONCE = 48;

/** Creates the partitions of years when needed; known ones are cached. */
export interface Partitions {
  /** Resolves when each day has a partition. */
  ensure(days: readonly { readonly startMs: number }[]): Promise<void>;
}

export function createPartitions(pool: Pool): Partitions {
  const known = new Set<string>();

  const load = async (): Promise<void> => {
    const { rows } = await pool.query<{ name: string }>(
      "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'observation_day'::regclass",
    );
    for (const { name } of rows) known.add(name);
  };

  const create = (years: readonly number[]): Promise<void> =>
    inTransaction(pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
      const { rows } = await client.query<{ name: string }>(
        'SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL',
        [years.map(nameOf)],
      );
      const absent = new Set(rows.map((row) => row.name));
      const sql = years.filter((year) => absent.has(nameOf(year))).map(creation);
      if (sql.length > 0) await client.query(sql.join(''));
    });

  return {
    async ensure(days) {
      const years = new Set(days.map(({ startMs }) => new Date(startMs).getUTCFullYear()));
      const isMissing = (year: number): boolean => !known.has(nameOf(year));
      if (![...years].some(isMissing)) return;
      await load();
      const missing = [...years].filter(isMissing);
      for (let i = 0; i < missing.length; i += YEARS_AT_ONCE) await create(missing.slice(i, i + YEARS_AT_ONCE));
      for (const year of missing) known.add(nameOf(year));
    },
  };
}

// Attaching does not block readers and writers of other partitions; CREATE TABLE … PARTITION OF would.
const creation = (year: number): string => `
  CREATE TABLE ${nameOf(year)} (LIKE observation_day INCLUDING STORAGE);
  ALTER TABLE observation_day ATTACH PARTITION ${nameOf(year)} FOR VALUES FROM ('${startOf(year)}') TO ('${startOf(year + 1)}');`;

const digits = (year: number): string => String(year).padStart(4, '0');
const nameOf = (year: number): string => `observation_day_${digits(year)}`;
const startOf = (year: number): string => `${digits(year)}-01-01 00:00:00+00`;
