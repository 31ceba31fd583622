import type { ForecastTarget } from '@orrery/contract';
import type { ForecastContext } from '../context.ts';
import { readColumn } from '../history/read.ts';
import { forecastJobIds, ISSUE_RETRIES } from '../jobs.ts';
import { dueAt, knownUntil, LOOK_BACK_MS } from './due.ts';
import { isIssued } from './issue.ts';

/** Requests the forecast of a target where one is due and not yet issued. */
export type RequestDue = (target: ForecastTarget) => Promise<void>;

/** The job id is made of target and time of issue, so each forecast is issued once however often it is requested. */
export function createRequest(context: ForecastContext): RequestDue {
  const { registry, stores, queue, clock, logger, metrics } = context;
  const newest = new Map<ForecastTarget, number>();
  return async (target) => {
    if ((await registry.champion(target)) === null) return;
    const nowMs = clock.now();
    const column = await readColumn(stores, target, nowMs - LOOK_BACK_MS, nowMs);
    const due = dueAt(target, knownUntil(column, nowMs), nowMs);
    if (due === null) logger.debug({ target }, 'no forecast: the series has no value of the last week');
    const isDone =
      due === null || newest.get(target) === due.issuedAtMs || (await isIssued(context, target, due.issuedAtMs));
    if (due !== null && isDone) newest.set(target, due.issuedAtMs);
    const lastMs = newest.get(target);
    if (lastMs !== undefined) metrics.age.set({ target }, (nowMs - lastMs) / 1000);
    if (isDone) return;
    const { issuedAtMs } = due;
    await queue.add(
      { type: 'forecastIssue', target, issuedAtMs },
      { id: forecastJobIds.issue(target, issuedAtMs), ...ISSUE_RETRIES },
    );
  };
}
