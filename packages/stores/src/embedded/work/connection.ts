import Sqlite from 'libsql/promise';

export type WorkValue = string | number | bigint | null | Uint8Array;
export type WorkRow = readonly WorkValue[];

/** A connection whose statements run one after the other. Integers come as numbers, exact to 2^53. */
export interface WorkConnection {
  /** Runs a statement that gives no rows. */
  run(sql: string, values?: readonly WorkValue[]): Promise<void>;
  /** Rows as arrays of values, in the order of the SELECT list. */
  all(sql: string, values?: readonly WorkValue[]): Promise<readonly WorkRow[]>;
}

/** The part of the library that is used; its own types are incomplete. */
interface Statement {
  /** The library takes one object for named parameters, so values always come in an array. */
  run(values: readonly WorkValue[]): unknown;
  all(values: readonly WorkValue[]): Promise<WorkRow[]>;
  raw(): Statement;
  readonly reader: boolean;
}
interface Handle {
  exec(sql: string): Promise<void>;
  prepare(sql: string): Promise<Statement>;
  close(): void;
}

export interface OpenConnection extends WorkConnection {
  /** BEGIN, COMMIT and the like: they run on a thread of the library, for a commit waits for the disk. */
  exec(sql: string): Promise<void>;
  close(): void;
}

/** Time to wait for a lock of another process, s. */
const LOCK_PATIENCE_S = 0.5;

/** Opens or creates the file; statements are prepared once. */
export function connectSqlite(file: string): OpenConnection {
  const handle: Handle = new Sqlite(file, { timeout: LOCK_PATIENCE_S });
  const statements = new Map<string, Promise<Statement>>();
  const prepared = (sql: string): Promise<Statement> => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = handle.prepare(sql).then((fresh) => (fresh.reader ? fresh.raw() : fresh));
    statements.set(sql, statement);
    statement.catch(() => statements.delete(sql));
    return statement;
  };
  return {
    exec: (sql) => handle.exec(sql),
    run: async (sql, values = []) => void (await prepared(sql)).run(values),
    all: async (sql, values = []) => (await prepared(sql)).all(values),
    close: () => handle.close(),
  };
}
