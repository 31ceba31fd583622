import type { ClientBase, Pool } from 'pg';

interface Label {
  readonly id: number;
  readonly name: string;
}

/** Numbers of names. They never change, so that what is known is kept. */
export interface Labels {
  /** The number of a name, or null when it was never used. */
  find(name: string): Promise<number | null>;
  /** Numbers of all the names, and of those asked about before; new names get one. */
  ensure(names: Iterable<string>): Promise<ReadonlyMap<string, number>>;
  /**
   * Names of all the numbers, which must have one. Whoever is in a transaction asks by its own connection: the pool may
   * have no other left.
   */
  names(ids: Iterable<number>, on: Pool | ClientBase): Promise<ReadonlyMap<number, string>>;
}

export function createLabels(pool: Pool): Labels {
  const known = new Map<string, number>();
  const byId = new Map<number, string>();
  const remember = (rows: readonly Label[]): void => {
    for (const { id, name } of rows) {
      known.set(name, id);
      byId.set(id, name);
    }
  };

  const look = async (names: readonly string[]): Promise<void> => {
    const { rows } = await pool.query<Label>('SELECT id, name FROM label WHERE name = ANY($1)', [names]);
    remember(rows);
  };
  const missing = (names: Iterable<string>): string[] => [...new Set(names)].filter((name) => !known.has(name));

  return {
    async find(name: string): Promise<number | null> {
      if (!known.has(name)) await look([name]);
      return known.get(name) ?? null;
    },
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
    async names(ids, on) {
      const unknown = [...new Set(ids)].filter((id) => !byId.has(id));
      if (unknown.length > 0)
        remember((await on.query<Label>('SELECT id, name FROM label WHERE id = ANY($1)', [unknown])).rows);
      return byId;
    },
  };
}
