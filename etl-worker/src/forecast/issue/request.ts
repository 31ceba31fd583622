import type { ForecastTarget } from '@orrery/contract';
import type { ForecastContext } from '../context.ts';
import { readColumn } from '../history/read.ts';
import { forecastJobIds, ISSUE_RETRIES } from '../jobs.ts';
import { dueAt, knownUntil, LOOK_BACK_MS } from './due.ts';
import { isIssued } from './issue.ts';

/** Looks at one target: asks for its forecast where one is due and not there. */
export type Look = (target: ForecastTarget) => Promise<void>;

/** The job's id is the moment of its forecast: however many look, and however often, each is made once. */
export function createRequest(context: ForecastContext): Look {
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
