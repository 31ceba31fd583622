import { FORECAST_TARGET_NAMES, type ForecastTarget, DAY_MS } from '@orrery/contract';
import type { LeadPairs } from '@orrery/forecast';
import type { ForecastContext } from '../context.ts';
import { readColumn } from '../history/read.ts';
import { pairsOf, readIssued } from './issued.ts';

const SPAN_MS = 30 * DAY_MS;
/** Width of a group of leads, hours: a day; of F10.7 a week. */
const groupHours = (target: ForecastTarget): number => (target === 'f107' ? 168 : 24);
/** Least real time between two updates; reading a month of forecasts takes a tenth of a second. */
const EVERY_MS = 15 * 60_000;

/**
 * RMSE by group of leads (`24h`: all leads up to a day, `48h`: those of the second …) over the pairs whose outcome is
 * known.
 */
export function rmseByGroup(leads: readonly LeadPairs[], hours: number): ReadonlyMap<string, number> {
  const sums = new Map<string, { squares: number; n: number }>();
  for (const { leadHours, pairs } of leads) {
    const group = `${Math.ceil(leadHours / hours) * hours}h`;
    const sum = sums.get(group) ?? { squares: 0, n: 0 };
    pairs.value.forEach((value, i) => {
      const error = value - (pairs.observed[i] as number);
      if (Number.isNaN(error)) return;
      sum.squares += error ** 2;
      sum.n += 1;
    });
    sums.set(group, sum);
  }
  return new Map(
    [...sums].flatMap(([group, { squares, n }]) => (n === 0 ? [] : [[group, Math.sqrt(squares / n)] as const])),
  );
}

/** Updates the metrics of rolling scores and of the versions in use. */
export function createMeasure({ stores, registry, clock, metrics }: ForecastContext): () => Promise<void> {
  let lastMs = -Infinity;
  return async () => {
    if (performance.now() - lastMs < EVERY_MS) return;
    lastMs = performance.now();
    const nowMs = clock.now();
    metrics.champion.reset();
    for (const target of FORECAST_TARGET_NAMES) {
      const champion = await registry.champion(target);
      if (champion === null) continue;
      metrics.champion.set({ target, version: champion.version }, 1);
      const bodies = await readIssued(stores.documents, target, nowMs - SPAN_MS, nowMs);
      const observed = await readColumn(stores, target, nowMs - SPAN_MS, nowMs);
      for (const [leads, rmse] of rmseByGroup(pairsOf(bodies, observed), groupHours(target)))
        metrics.rmse.set({ target, leads }, rmse);
    }
  };
}
