import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { DAY_MS, HOUR_MS, type StreamRecord } from '@orrery/contract';
import type { Stores } from '@orrery/stores';
import type { Logger, Stoppable } from '@orrery/telemetry';
import { parseOmni2, writeDirect, type Clock } from '@orrery/etl-worker';

/** So far back reaches what stands there at the beginning, where no other number is given. */
const BACK_DAYS = 60;
const TICK_MS = 3000;
const FOLDER = 'solar-wind';
const FILE = /^omni2_(\d{4})\.(?:dat|txt)(?:\.gz)?$/;

export interface ReplayHistoryOptions {
  readonly folder: string;
  /** The simulated clock; null: the real one, and the newest recorded year is loaded whole. */
  readonly clock: Clock | null;
  readonly stores: Stores;
  readonly logger: Logger;
  /** Days of hours before the simulated clock begins (default 60). */
  readonly backDays?: number;
  /** Real pause between two looks at the clock (default 3 s). */
  readonly tickMs?: number;
}

export interface ReplayHistory extends Stoppable {
  /** Series of which there are hours. */
  readonly series: readonly string[];
}

/**
 * The solar wind and Dst of the recorded years: the days before the simulated clock begins at once (this waits for
 * them), and each hour when it is over. The hours of OMNI2 were published weeks later, corrected; here they stand for
 * the live ones that nobody recorded.
 */
export async function startReplayHistory(options: ReplayHistoryOptions): Promise<ReplayHistory> {
  const { clock, logger } = options;
  const series = new Set<string>();
  const catchUp = createCatchUp(options, series);
  await catchUp();
  const abort = new AbortController();
  const following =
    clock === null ? Promise.resolve() : follow(catchUp, options.tickMs ?? TICK_MS, abort.signal, logger);
  return {
    name: 'replay history',
    series: [...series],
    stop: async () => {
      abort.abort();
      await following;
    },
  };
}

/** Loads what is over by now and was not at the last call, and adds the names of its series. */
function createCatchUp(
  { folder, clock, stores, logger, backDays = BACK_DAYS }: ReplayHistoryOptions,
  series: Set<string>,
): () => Promise<void> {
  const years = yearsOf(join(folder, FOLDER));
  const hours = createHours(years);
  const newest = Math.max(...years.keys());
  const startMs = clock === null ? Date.UTC(newest, 0, 1) : clock.now() - backDays * DAY_MS;
  let fromMs = startMs;
  return async () => {
    const nowMs = clock === null ? Date.UTC(newest + 1, 0, 1) : clock.now();
    const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
    if (!(toMs > fromMs)) return;
    const records = hours(fromMs, toMs, clock === null ? Date.now() : nowMs);
    await writeDirect(stores, records);
    for (const record of records) if (record.kind === 'observation') series.add(record.series);
    if (fromMs === startMs)
      logger.info({ records: records.length, years: [...years.keys()] }, 'history of the replay loaded');
    fromMs = toMs;
  };
}

async function follow(
  catchUp: () => Promise<void>,
  tickMs: number,
  signal: AbortSignal,
  logger: Logger,
): Promise<void> {
  while (!signal.aborted) {
    await pause(tickMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await catchUp().catch((error: unknown) => logger.warn({ err: error }, 'history of the replay, again soon'));
  }
}

/** Files by their year. */
function yearsOf(folder: string): ReadonlyMap<number, string> {
  let names: readonly string[];
  try {
    names = readdirSync(folder).sort();
  } catch {
    return new Map();
  }
  return new Map(
    names.flatMap((name) => {
      const year = FILE.exec(name)?.[1];
      return year === undefined ? [] : [[Number(year), join(folder, name)] as const];
    }),
  );
}

type Hours = (fromMs: number, toMs: number, retrievedAtMs: number) => readonly StreamRecord[];

/** Records with fromMs <= time < toMs; the years that were asked for last stay in memory. */
function createHours(years: ReadonlyMap<number, string>): Hours {
  const read = new Map<number, readonly StreamRecord[]>();
  const recordsOf = (year: number): readonly StreamRecord[] => {
    const known = read.get(year);
    if (known) return known;
    const file = years.get(year);
    if (file === undefined) return [];
    const bytes = readFileSync(file);
    const body = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    const { records } = parseOmni2({ body, retrievedAtMs: 0 });
    read.set(year, records);
    return records;
  };
  return (fromMs, toMs, retrievedAtMs) => {
    const first = new Date(fromMs).getUTCFullYear();
    const last = new Date(toMs - 1).getUTCFullYear();
    const wanted = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    for (const year of read.keys()) if (year < first) read.delete(year);
    return wanted
      .flatMap((year) => recordsOf(year).filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs))
      .map((record) => ({ ...record, retrievedAtMs }));
  };
}
