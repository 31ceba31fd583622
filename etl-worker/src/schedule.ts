import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger, Stoppable } from '@orrery/telemetry';
import type { Queue } from '@orrery/pipeline';
import type { Clock } from './clock.ts';
import type { Source } from './providers/source.ts';
import { jobIds, sha256 } from './ledger/ids.ts';
import type { Runs } from './ledger/runs.ts';
import { TIDY } from './stages/tidy/tidy.ts';

interface SchedulerDeps {
  readonly sources: readonly Source[];
  readonly queue: Queue;
  readonly runs: Runs;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Longest real pause before the time is looked at again: a laptop that slept catches up. */
const MAX_PAUSE_MS = 60_000;
const MIN_PAUSE_MS = 20;
const RETRY_MS = 2000;
const AFTER_FAILURE_MS = 1000;
/** The real jitter is at most this long, and at most a tenth of the cadence. */
const MAX_JITTER_MS = 30_000;

/** A fraction in [0, 1) that is the same for the same text everywhere. */
const fractionOf = (text: string): number => parseInt(sha256(text).slice(0, 8), 16) / 2 ** 32;

/**
 * The slot that `nowMs` lies in: slots of a source follow its cadence, shifted by a phase of its own, so that not all
 * sources ask at the full hour. Every worker computes the same slots, and the job's id is its slot: however many
 * workers schedule, each slot runs once.
 */
export function slotOf(source: string, cadenceMs: number, nowMs: number): number {
  const phase = Math.floor(fractionOf(source) * cadenceMs);
  return Math.floor((nowMs - phase) / cadenceMs) * cadenceMs + phase;
}

/**
 * Queues the extraction of each source by its cadence. Slots that went by while nobody ran are not made up for: sources
 * give what is new.
 */
export function startScheduler(deps: SchedulerDeps): Stoppable {
  const abort = new AbortController();
  // Every source waits on this one signal.
  setMaxListeners(0, abort.signal);
  const loops = [
    ...deps.sources.map((source) => follow(deps, source, abort.signal)),
    scheduleTidying(deps, abort.signal),
  ];
  return {
    name: 'scheduler',
    stop: async () => {
      abort.abort();
      await Promise.all(loops);
    },
  };
}

/** The queue keeps the schedule by itself, once it is set. */
async function scheduleTidying({ queue, logger }: SchedulerDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await queue.schedule(TIDY.id, TIDY.everyMs, { type: 'tidy', source: 'all' });
    } catch (error) {
      if (!signal.aborted) logger.warn({ err: error }, 'tidying could not be scheduled, again soon');
      await sleep(AFTER_FAILURE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function follow(
  { queue, runs, clock, logger }: SchedulerDeps,
  { info, provider }: Source,
  signal: AbortSignal,
): Promise<void> {
  let lastDueMs = -Infinity;
  const pause = (ms: number): Promise<unknown> =>
    sleep(Math.min(Math.max(ms, MIN_PAUSE_MS), MAX_PAUSE_MS), undefined, { signal }).catch(() => undefined);
  while (!signal.aborted) {
    const dueMs = slotOf(info.id, info.cadenceMs, clock.now());
    // A clock that was ahead has gone back: its slots are no reason to wait for them.
    if (dueMs !== lastDueMs) {
      try {
        const done = await runs.read(info.id, dueMs);
        if (done === null || done.outcome === 'running') {
          const id = jobIds.extract(info.id, dueMs);
          await queue.add(
            { type: 'extract', source: info.id, dueMs },
            { id, ...retriesOf(provider, clock), delayMs: jitterOf(lastDueMs, id, info.cadenceMs, clock) },
          );
        }
        lastDueMs = dueMs;
      } catch (error) {
        if (!signal.aborted) logger.warn({ source: info.id, err: error }, 'could not be scheduled, again soon');
        await pause(AFTER_FAILURE_MS);
        continue;
      }
    }
    await pause(clock.realMs(dueMs + info.cadenceMs - clock.now()));
  }
}

/** No jitter at the first slot: whoever starts the program waits for data. */
function jitterOf(lastDueMs: number, id: string, cadenceMs: number, clock: Clock): number {
  if (lastDueMs === -Infinity) return 0;
  return Math.floor(clock.realMs(fractionOf(id) * Math.min(MAX_JITTER_MS, cadenceMs / 10)));
}

/** A provider with the policy `once` is asked once; others may be asked again after a pause. */
function retriesOf(provider: Source['provider'], clock: Clock): { attempts: number; backoffMs: number } {
  if (provider?.policy.kind === 'once') return { attempts: 1, backoffMs: 0 };
  return { attempts: 5, backoffMs: Math.max(MIN_PAUSE_MS, Math.round(clock.realMs(RETRY_MS))) };
}

interface Repeated {
  readonly name: string;
  /** Real pause after a turn, ms. */
  readonly pauseMs: () => number;
  readonly turn: () => Promise<void>;
  /** Told of each turn that failed; the next one follows all the same. */
  readonly failed: (error: unknown) => void;
}

/** Takes turns in this process from now on; `stop` waits for the one under way. */
export function repeat({ name, pauseMs, turn, failed }: Repeated): Stoppable {
  const abort = new AbortController();
  const loop = (async () => {
    while (!abort.signal.aborted) {
      await turn().catch((error: unknown) => {
        if (!abort.signal.aborted) failed(error);
      });
      await sleep(pauseMs(), undefined, { signal: abort.signal }).catch(() => undefined);
    }
  })();
  return {
    name,
    stop: async () => {
      abort.abort();
      await loop;
    },
  };
}
