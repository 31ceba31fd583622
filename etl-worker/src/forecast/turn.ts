import { FORECAST_TARGET_NAMES, DAY_MS } from '@orrery/contract';
import type { ForecastContext } from './context.ts';
import type { RequestDue } from './issue/request.ts';
import { forecastJobIds, ISSUE_RETRIES } from './jobs.ts';

/** Greatest time between data and its forecast, by the clock. */
export const TURN_MS = 60_000;

/** One turn of the schedule: requests the forecasts that are due and, once a day, a drift check, then measures. */
export function createTurn(
  { clock, queue }: ForecastContext,
  requestDue: RequestDue,
  measure: () => Promise<void>,
): () => Promise<void> {
  let checkedDay = -Infinity;
  const requestDriftChecks = async (): Promise<void> => {
    const day = Math.floor(clock.now() / DAY_MS);
    if (day === checkedDay) return;
    for (const target of FORECAST_TARGET_NAMES)
      await queue.add(
        { type: 'forecastDrift', target, atMs: day * DAY_MS },
        { id: forecastJobIds.drift(target, day), ...ISSUE_RETRIES },
      );
    checkedDay = day;
  };
  return async () => {
    for (const target of FORECAST_TARGET_NAMES) await requestDue(target);
    await requestDriftChecks();
    await measure();
  };
}
