import type { Observation } from '@orrery/contract';
import { openWorkDatabase, type WorkDatabase } from '@orrery/stores/embedded';
import { DAY_MS, HOUR_MS } from '@orrery/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  complete,
  dueJobs,
  enqueue,
  healJobs,
  loadJob,
  postpone,
  pruneJobs,
  putSchedule,
  runSchedules,
} from './jobs.ts';
import { commitOffset, lagOf, prune, publish, readBatch, registerGroup } from './segments.ts';

const observation = (timeMs: number): Observation => ({
  kind: 'observation',
  series: 'kp',
  timeMs,
  value: null,
  revision: 'nowcast',
  source: 'test',
  retrievedAtMs: timeMs,
});

describe('jobs that a clock ahead of time has left', () => {
  let database: WorkDatabase;
  beforeEach(async () => void (database = await openWorkDatabase(':memory:')));
  afterEach(async () => {
    vi.useRealTimers();
    await database.stop();
  });

  it('are due at once, and those of the right clock when they are due; schedules go on', async () => {
    const nowMs = Date.now();
    await enqueue(database, { type: 'extract', source: 'before', dueMs: 0 }, { id: 'before', delayMs: HOUR_MS });
    await enqueue(database, { type: 'extract', source: 'postponed', dueMs: 0 }, { id: 'postponed' });
    const [seq] = await dueJobs(database, 'extract', nowMs + 1000, 9);
    const postponed = (await loadJob(database, seq!))!;
    await putSchedule(database, 'tidy', DAY_MS, { type: 'tidy', source: 'all' });
    vi.useFakeTimers({ now: nowMs + 365 * DAY_MS, toFake: ['Date'] });
    await postpone(database, postponed, HOUR_MS);
    await enqueue(database, { type: 'extract', source: 'ahead', dueMs: 0 }, { id: 'ahead', delayMs: HOUR_MS });
    await runSchedules(database);
    vi.setSystemTime(nowMs + 1000);
    expect(await healJobs(database)).toBe(true);
    const due = await dueJobs(database, 'extract', Date.now(), 9);
    expect(await Promise.all(due.map(async (one) => (await loadJob(database, one))?.id))).toEqual([
      'postponed',
      'ahead',
    ]);
    expect((await runSchedules(database)).nextMs).toBeLessThanOrEqual(Date.now() + DAY_MS);
    expect(await healJobs(database)).toBe(false);
  });
});

describe('history in the embedded database', () => {
  let database: WorkDatabase;
  beforeEach(async () => void (database = await openWorkDatabase(':memory:')));
  afterEach(() => database.stop());

  it('drops from the stream only records that are old and committed by every group, and offsets continue', async () => {
    const send = (timeMs: number): Promise<void> =>
      publish(database, 'observations', [observation(timeMs)], (record) => record.series);
    const kept = async (): Promise<unknown> => (await database.read('SELECT count(*) FROM stream_segment'))[0]?.[0];
    await send(1);
    await send(2);
    const part = Number((await database.read('SELECT part FROM stream_head'))[0]![0]);
    await prune(database, -1000);
    expect(await kept()).toBe(2);
    for (const group of ['a', 'b']) await registerGroup(database, 'observations', group);
    await commitOffset(database, 'observations', 'a', part, 1n);
    await commitOffset(database, 'observations', 'b', part, 0n);
    await prune(database, 60_000);
    expect(await kept()).toBe(2);
    await prune(database, -1000);
    expect(await kept()).toBe(1);
    await commitOffset(database, 'observations', 'b', part, 1n);
    await prune(database, -1000);
    expect(await kept()).toBe(0);
    await send(3);
    expect(await lagOf(database, 'observations', 'a')).toBe(1);
    expect(await readBatch(database, 'observations', 'b', part)).toEqual({
      partition: part,
      records: [observation(3)],
      lastOffset: 2n,
    });
  });

  it('drops completed jobs after a day, and no waiting ones', async () => {
    for (const id of ['old', 'new', 'waiting'])
      await enqueue(database, { type: 'extract', source: id, dueMs: 0 }, { id });
    const [old, recent] = await dueJobs(database, 'extract', Date.now(), 9);
    for (const seq of [old!, recent!]) await complete(database, (await loadJob(database, seq))!);
    await database.write((connection) => connection.run("UPDATE job SET at_ms = 0 WHERE id IN ('old', 'waiting')"));
    await pruneJobs(database);
    expect(await database.read('SELECT id FROM job ORDER BY id')).toEqual([['new'], ['waiting']]);
  });
});
