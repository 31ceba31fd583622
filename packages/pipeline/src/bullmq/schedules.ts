import type { Logger } from '@orrery/telemetry';
import type { Queue as BullQueue } from 'bullmq';
import type { Job } from '../ports.ts';
import { toBullId } from './ids.ts';

export interface Watch {
  /** Interval of the check of schedules. */
  readonly checkMs: number;
  /** A slot overdue by this much, and not just waiting for a worker, was never added. */
  readonly overdueMs: number;
}

const WATCH: Watch = { checkMs: 30_000, overdueMs: 10_000 };

export interface Schedules {
  /** Adds or changes a schedule; one of the same id keeps its next slot unless the period changes. */
  set(queue: BullQueue<Job>, id: string, everyMs: number, job: Job): Promise<void>;
  stop(): void;
}

interface Schedule {
  readonly queue: BullQueue<Job>;
  readonly id: string;
  readonly everyMs: number;
  readonly job: Job;
}

/**
 * Schedules that survive a loss of Redis. BullMQ adds the next job of a schedule when the previous one begins; if Redis
 * is lost at that moment, the next job is not scheduled and the schedule ends. So schedules are checked periodically
 * and set again if they have no next job.
 */
export function createSchedules(logger: Logger, watch: Watch = WATCH): Schedules {
  const known = new Map<string, Schedule>();
  const check = async (): Promise<void> => {
    for (const schedule of known.values()) {
      try {
        if (await isLost(schedule, watch.overdueMs)) {
          await upsert(schedule);
          logger.warn({ schedule: schedule.id }, 'schedule had no next job and was set again');
        }
      } catch (error) {
        logger.debug({ schedule: schedule.id, err: error }, 'schedule could not be checked');
      }
    }
  };
  const timer = setInterval(() => void check(), watch.checkMs);
  timer.unref();
  return {
    set: async (queue, id, everyMs, job) => {
      const schedule = { queue, id, everyMs, job };
      await upsert(schedule);
      known.set(`${queue.name} ${id}`, schedule);
    },
    stop: () => clearInterval(timer),
  };
}

async function upsert({ queue, id, everyMs, job }: Schedule): Promise<void> {
  await queue.upsertJobScheduler(toBullId(id), { every: everyMs }, { name: job.type, data: job });
}

async function isLost({ queue, id }: Schedule, overdueMs: number): Promise<boolean> {
  const scheduler = await queue.getJobScheduler(toBullId(id));
  if (scheduler?.next === undefined) return true;
  if (scheduler.next > Date.now() - overdueMs) return false;
  const state = await queue.getJobState(`repeat:${scheduler.key}:${scheduler.next}`);
  return state === 'unknown' || state === 'completed' || state === 'failed';
}
