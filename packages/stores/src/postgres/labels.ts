import type { Pool } from 'pg';

/** Numbers of names. They never change, so that what is known is kept. */
export function createLabels(pool: Pool) {
  const known = new Map<string, number>();

  const look = async (names: readonly string[]): Promise<void> => {
    const { rows } = await pool.query<{ id: number; name: string }>('SELECT id, name FROM label WHERE name = ANY($1)', [
      names,
    ]);
    for (const { id, name } of rows) known.set(name, id);
  };
  const missing = (names: Iterable<string>): string[] => [...new Set(names)].filter((name) => !known.has(name));

  return {
    /** The number of a name, or null when it was never used. */
    async find(name: string): Promise<number | null> {
      if (!known.has(name)) await look([name]);
      return known.get(name) ?? null;
    },
    /** Numbers of all the names; new names get one. */
    async ensure(names: Iterable<string>): Promise<ReadonlyMap<string, number>> {
      const wanted = missing(names);
      if (wanted.length > 0) await look(wanted);
      // Sorted: two writers of the same new names wait for each other in one order.
      const created = missing(wanted).sort();
      if (created.length > 0) {
        await pool.query('INSERT INTO label (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [created]);
        await look(created);
      }
      return known;
    },
  };
}
