import { setTimeout as sleep } from 'node:timers/promises';
import { FORECAST_TARGET_NAMES, DAY_MS } from '@orrery/contract';
import type { Stoppable } from '@orrery/telemetry';
import type { ForecastContext } from './context.ts';
import type { RequestDue } from './issue/request.ts';
import { forecastJobIds, ISSUE_RETRIES } from './jobs.ts';

/** Greatest time between data and its forecast, by the clock. */
const EVERY_MS = 60_000;
/** Real time: a fast replay takes a turn once a second. */
const MIN_PAUSE_MS = 1000;

/**
 * Requests the forecasts that are due once a minute of the clock, and a drift check once a day; `measure` runs after
 * each turn.
 */
export function startForecastSchedule(
  context: ForecastContext,
  requestDue: RequestDue,
  measure: () => Promise<void>,
): Stoppable {
  const abort = new AbortController();
  const { clock, logger, queue } = context;
  let asked = -Infinity;
  const askForDrift = async (): Promise<void> => {
    const day = Math.floor(clock.now() / DAY_MS);
    if (day === asked) return;
    for (const target of FORECAST_TARGET_NAMES)
      await queue.add(
        { type: 'forecastDrift', target, atMs: day * DAY_MS },
        { id: forecastJobIds.drift(target, day), ...ISSUE_RETRIES },
      );
    asked = day;
  };
  const turn = async (): Promise<void> => {
    for (const target of FORECAST_TARGET_NAMES) await requestDue(target);
    await askForDrift();
    await measure();
  };
  const loop = (async () => {
    while (!abort.signal.aborted) {
      await turn().catch((error: unknown) => {
        if (!abort.signal.aborted)
          logger.warn({ err: error }, 'forecasts could not be requested; next attempt within a minute');
      });
      await sleep(Math.max(MIN_PAUSE_MS, clock.realMs(EVERY_MS)), undefined, { signal: abort.signal }).catch(
        () => undefined,
      );
    }
  })();
  return {
    name: 'forecast schedule',
    stop: async () => {
      abort.abort();
      await loop;
    },
  };
}
