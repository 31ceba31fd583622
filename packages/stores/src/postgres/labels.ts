import type { ClientBase, Pool } from 'pg';

interface Label {
  readonly id: number;
  readonly name: string;
}

/** Ids of names. They never change, so they are cached. */
export interface Labels {
  /** The id of a name, or null if it was never used. */
  find(name: string): Promise<number | null>;
  /** Ids of all these names and of earlier ones; new names get one. */
  ensure(names: Iterable<string>): Promise<ReadonlyMap<string, number>>;
  /**
   * Names of all these ids, which must exist. A caller in a transaction must use its own connection, as the pool may
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
      // Sorted, so that two writers of the same new names cannot deadlock.
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
