import type { OpenConnection, WorkConnection } from './connection.ts';

/**
 * Work on the connection. A writing one may run twice, so it must affect nothing but the connection and its own result.
 */
export type WorkOn<T> = (connection: WorkConnection) => Promise<T>;

interface Pending {
  run(connection: WorkConnection): Promise<void>;
  settle(): void;
  fail(error: unknown): void;
}

/** Small writes that wait during a commit are committed together, with one fsync. */
const MAX_GROUP = 256;

export interface Turns {
  /** Runs between transactions, before writes that wait: it sees what was committed before the call. */
  read<T>(work: WorkOn<T>): Promise<T>;
  /** Resolves when the work is committed, rejects when it is rolled back. Writes follow each other in order. */
  write<T>(work: WorkOn<T>): Promise<T>;
  /** Resolves when nothing waits or runs. */
  settled(): Promise<void>;
}

/**
 * Schedules work on the single connection: reads between transactions, and waiting writes as one transaction. If one of
 * them fails, the transaction is rolled back and each is run again by itself, so that a failing one affects no other.
 */
export function createTurns(connection: OpenConnection): Turns {
  const reads: Pending[] = [];
  const writes: Pending[] = [];
  let draining: Promise<void> | null = null;

  const commit = async (group: readonly Pending[]): Promise<void> => {
    try {
      await connection.exec('BEGIN IMMEDIATE');
      for (const one of group) await one.run(connection);
      await connection.exec('COMMIT');
    } catch (error) {
      await connection.exec('ROLLBACK').catch(() => undefined);
      if (group.length === 1) group[0]!.fail(error);
      else for (const one of group) await commit([one]);
      return;
    }
    for (const one of group) one.settle();
  };
  const answer = async (one: Pending): Promise<void> => {
    try {
      await one.run(connection);
      one.settle();
    } catch (error) {
      one.fail(error);
    }
  };
  const drain = async (): Promise<void> => {
    while (reads.length + writes.length > 0) {
      for (const one of reads.splice(0)) await answer(one);
      if (writes.length > 0) await commit(writes.splice(0, MAX_GROUP));
    }
    draining = null;
  };
  const take = <T>(queue: Pending[], work: WorkOn<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      let result: T;
      queue.push({
        run: async (on) => void (result = await work(on)),
        settle: () => resolve(result),
        fail: reject,
      });
      draining ??= Promise.resolve().then(drain);
    });

  return {
    read: (work) => take(reads, work),
    write: (work) => take(writes, work),
    settled: async () => {
      while (draining) await draining;
    },
  };
}
