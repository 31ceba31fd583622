import { figure } from '../lib/peer.ts';
import { startFleet, type Fleet } from './fleet.ts';
import type { SinkName, Stage, WorkerOrder } from './messages.ts';
import { nameOfRun, ROWS_PER_RESPONSE } from './sources.ts';

/** Where a measurement writes: a database file, or servers by their settings. Each measurement takes an empty one. */
export interface Place {
  readonly file: string | null;
  readonly environment: Readonly<Record<string, string>>;
}

const MILLION = 1_000_000;
const SINKS: readonly SinkName[] = ['series', 'archive'];
const rate = (rows: number, ms: number): number => rows / (ms / 1000);

async function withFleet<T>(
  place: Place,
  size: number,
  order: Omit<WorkerOrder, 'file'>,
  work: (fleet: Fleet) => Promise<T>,
): Promise<T> {
  const fleet = await startFleet(size, { ...order, file: place.file }, place.environment);
  try {
    return await work(fleet);
  } finally {
    await fleet.stop();
  }
}

async function checkStored(fleet: Fleet, rows: number, sinks: readonly SinkName[] = SINKS): Promise<void> {
  const stored = await fleet.verify(sinks);
  for (const sink of sinks)
    if (stored[sink] !== rows) throw new Error(`${rows} rows were sent; the store of ${sink} has ${stored[sink]}.`);
}

/**
 * One stage after the other, each by itself: the others do nothing meanwhile. Publishing transforms the kept answer
 * again, as after a restart.
 */
export async function stages(name: string, place: Place, rows: number): Promise<void> {
  const run = nameOfRun();
  const alone: readonly (Pick<WorkerOrder, 'roles' | 'jobs' | 'sinks'> & { readonly stage: Stage })[] = [
    { stage: 'raw', roles: ['extract'] },
    { stage: 'transformed', roles: ['transform'], jobs: ['transform'] },
    { stage: 'published', roles: ['transform'], jobs: ['publish'] },
    { stage: 'series', roles: ['sinks'], sinks: ['series'] },
    { stage: 'archive', roles: ['sinks'], sinks: ['archive'] },
  ];
  for (const { stage, ...order } of alone)
    await withFleet(place, 1, { run, rows, ...order }, async (fleet) => {
      const isFirst = stage === 'raw';
      const startedMs = isFirst ? performance.now() : fleet.startedMs;
      if (isFirst) fleet.feed();
      const endedMs = await fleet.until(stage, isFirst ? rows / ROWS_PER_RESPONSE : rows);
      figure(`${name}_stage_${stage}`, rate(rows, endedMs - startedMs), 'rows/s');
      if (stage === 'archive') await checkStored(fleet, rows);
    });
}

/** All stages at once; rows a second until the last row has passed each, and until it is everywhere. */
export async function endToEnd(
  name: string,
  place: Place,
  rows: number,
  workers: number,
  sinks: readonly SinkName[] = SINKS,
): Promise<Readonly<Record<SinkName | 'all', number>>> {
  const order = { run: nameOfRun(), rows, roles: ['extract', 'transform', 'sinks'], sinks } as const;
  return withFleet(place, workers, order, async (fleet) => {
    const startedMs = performance.now();
    const cpuBefore = fleet.cpuSeconds();
    fleet.feed();
    const passed = await Promise.all(
      (['transformed', 'published', ...sinks] as const).map(
        async (stage) => [stage, rate(rows, (await fleet.until(stage, rows)) - startedMs)] as const,
      ),
    );
    for (const [stage, perSecond] of passed) figure(`${name}_until_${stage}`, perSecond, 'rows/s');
    const { series = 0, archive = Infinity } = Object.fromEntries(passed);
    const reached = { series, archive, all: Math.min(series, archive) };
    figure(`${name}_end_to_end`, reached.all, 'rows/s');
    figure(`${name}_worker_cpu`, ((fleet.cpuSeconds() - cpuBefore) / rows) * 1e6, 'us/row');
    figure(`${name}_rss`, fleet.rssMb(), 'MB');
    await checkStored(fleet, rows, sinks);
    return reached;
  });
}

/** Resident memory of one worker at each million rows that are everywhere. */
export async function memory(name: string, place: Place, rows: number): Promise<void> {
  const roles = ['extract', 'transform', 'sinks'] as const;
  await withFleet(place, 1, { run: nameOfRun(), rows, roles }, async (fleet) => {
    const startedMs = performance.now();
    fleet.feed();
    for (let million = 1; million * MILLION <= rows; million += 1) {
      await Promise.all([fleet.until('series', million * MILLION), fleet.until('archive', million * MILLION)]);
      figure(`${name}_rss_at_${million}M`, fleet.rssMb(), 'MB');
    }
    figure(`${name}_end_to_end`, rate(rows, performance.now() - startedMs), 'rows/s');
    await checkStored(fleet, rows);
  });
}
