import { join } from 'node:path';
import { z } from 'zod';
import { readState } from '../fetcher.ts';
import { writeWhole } from '../files.ts';

/** CelesTrak: one pull per group in two hours; any answer but 200 stops every pull until a person has looked. */
export const PULL_INTERVAL_MS = 2 * 3600_000;

const stoppedSchema = z.object({ atMs: z.number(), group: z.string(), status: z.number() });
export type Stopped = z.infer<typeof stoppedSchema>;
const attemptSchema = z.object({ atMs: z.number() });

/** The ledger of pulls. It lives on disk, so that neither a restart nor a kill allows one pull more. */
export interface PullLedger {
  /** May this group be pulled now? */
  allowed(group: string, nowMs: number): boolean;
  /** To be called before the request is sent: a process killed in mid-request has used its pull. */
  attempt(group: string, nowMs: number): void;
  nextAttemptMs(group: string): number;
  stop(stopped: Stopped): void;
  stopped(): Stopped | null;
}

export function createPullLedger(folder: string): PullLedger {
  const stopFile = join(folder, 'stopped.json');
  const attemptFile = (group: string) => join(folder, `${group}.attempt.json`);
  const lastAttempt = (group: string): number =>
    attemptSchema.safeParse(readState(attemptFile(group))).data?.atMs ?? -Infinity;
  const stopped = (): Stopped | null => stoppedSchema.safeParse(readState(stopFile)).data ?? null;
  const nextAttemptMs = (group: string): number => lastAttempt(group) + PULL_INTERVAL_MS;
  return {
    allowed: (group, nowMs) => stopped() === null && nowMs >= nextAttemptMs(group),
    attempt: (group, nowMs) => writeWhole(attemptFile(group), JSON.stringify({ atMs: nowMs })),
    nextAttemptMs,
    stop: (s) => writeWhole(stopFile, JSON.stringify(s)),
    stopped,
  };
}
