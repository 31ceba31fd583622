import { latestTrustedMs, STATE } from '@orrery/contract';
import type { StateStore } from '@orrery/stores';
import type { Logger } from '@orrery/telemetry';

/** Families whose newest entry says what happened last; they are read newest first. */
const HISTORIES = [STATE.runs, STATE.drifts, STATE.retrainings];
/** Entries of a family that are looked at; a start with the clock ahead leaves about a hundred runs a day. */
const MOST = 100_000;

/**
 * Removes what a clock ahead of time has recorded of runs, drift checks and trainings, so that it is not taken for the
 * last of its kind until that time has come, and says so in the log. What was fetched in these runs is kept.
 */
export async function forgetFuture(
  state: Pick<StateStore, 'list' | 'delete'>,
  nowMs: number,
  logger: Logger,
): Promise<void> {
  const entries = (await Promise.all(HISTORIES.map((family) => state.list(family.under(), MOST)))).flat();
  const ahead = entries.filter(({ atMs }) => atMs > latestTrustedMs(nowMs));
  if (ahead.length === 0) return;
  const newestMs = ahead.reduce((newest, { atMs }) => Math.max(newest, atMs), -Infinity);
  await state.delete(
    ahead.map(({ key }) => key),
    newestMs,
  );
  logger.warn(
    { entries: ahead.length, newestMs },
    `The clock of this machine was ahead: runs were recorded up to ${new Date(newestMs).toISOString()}, which has not come yet. They are forgotten; times in the future count as unknown.`,
  );
}
