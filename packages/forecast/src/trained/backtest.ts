import { FORECAST_TARGETS, type ForecastBody } from '@orrery/contract';
import { newestOfficial, type History, type OfficialForecast } from '../history.ts';
import type { TrainedModel } from './model.ts';

/** The header of what a backtest writes. */
export const BACKTEST_HEADER = 'issuedAt,validAt,leadHours,value,lower80,upper80,lower95,upper95,p5,storm';

/**
 * Forecasts as if each step of the target within [fromMs, toMs] were now: nothing that was not known by then is used,
 * and nothing is learned.
 */
export function* backtest(
  champion: TrainedModel,
  history: History,
  officials: readonly OfficialForecast[],
  fromMs: number,
  toMs: number,
): Generator<ForecastBody> {
  const { stepMs } = FORECAST_TARGETS[champion.target];
  for (let atMs = Math.ceil(fromMs / stepMs) * stepMs; atMs <= toMs; atMs += stepMs)
    yield champion.forecast({ history, issuedAtMs: atMs, official: newestOfficial(officials, atMs) });
}

/** Rows of one forecast, one a lead, under BACKTEST_HEADER: times in ISO 8601 UTC, what is not known left empty. */
export function backtestRows(body: ForecastBody): string[] {
  const iso = (ms: number | undefined): string =>
    ms === undefined ? '' : new Date(ms).toISOString().replace('.000Z', 'Z');
  const { value, lower80, upper80, lower95, upper95, p5 = [], storm = [] } = body;
  return body.leadHours.flatMap((lead, i) => {
    if (value[i] == null) return [];
    const numbers = [value, lower80, upper80, lower95, upper95, p5, storm].map((column) => column[i] ?? '');
    return [[iso(body.issuedAtMs), iso(body.validAtMs[i]), lead, ...numbers].join(',')];
  });
}
