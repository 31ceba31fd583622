import { HOUR_MS } from '@orrery/contract';
import type { Column } from '../history.ts';

/**
 * Statistics of a column over spans that end at or before one moment; steps without a value do not count, a span
 * without any is NaN.
 */
export interface Lookback {
  /** The value of a step; `back` counts from the last step that has ended (0). */
  step(back: number): number;
  /** Mean over the steps of (at − hours − skip, at − skip]. */
  mean(hours: number, skipHours?: number): number;
  max(hours: number, skipHours?: number): number;
  min(hours: number, skipHours?: number): number;
  /** Standard deviation over the span; NaN with fewer than three values. */
  deviation(hours: number): number;
  /** Share of the span's steps that have a value. */
  known(hours: number): number;
  /** Mean of the steps that overlap [fromMs, toMs), as far as they are over by the moment. */
  around(fromMs: number, toMs: number): number;
}

/** Statistics of a column as known at `atMs`: steps that end later are not used. */
export function lookback({ startMs, stepMs, values }: Column, atMs: number): Lookback {
  const end = Math.min(values.length, Math.floor((atMs - startMs) / stepMs));
  const grid = Math.floor((atMs - startMs) / stepMs);
  const fold = (hours: number, skipHours: number, each: (value: number) => void): void => {
    const to = grid - Math.round((skipHours * HOUR_MS) / stepMs);
    const from = Math.max(0, to - Math.round((hours * HOUR_MS) / stepMs));
    for (let i = from; i < Math.min(to, end); i++) {
      const value = values[i] as number;
      if (value === value) each(value);
    }
  };
  const mean = (hours: number, skipHours = 0): number => {
    let sum = 0;
    let n = 0;
    fold(hours, skipHours, (value) => {
      sum += value;
      n++;
    });
    return n === 0 ? NaN : sum / n;
  };
  return {
    step: (back) => (grid - 1 - back < end ? (values[grid - 1 - back] ?? NaN) : NaN),
    mean,
    max(hours, skipHours = 0) {
      let best = -Infinity;
      fold(hours, skipHours, (value) => (best = Math.max(best, value)));
      return best === -Infinity ? NaN : best;
    },
    min(hours, skipHours = 0) {
      let best = Infinity;
      fold(hours, skipHours, (value) => (best = Math.min(best, value)));
      return best === Infinity ? NaN : best;
    },
    deviation(hours) {
      const centre = mean(hours);
      let squares = 0;
      let n = 0;
      fold(hours, 0, (value) => {
        squares += (value - centre) ** 2;
        n++;
      });
      return n < 3 ? NaN : Math.sqrt(squares / n);
    },
    known(hours) {
      let n = 0;
      fold(hours, 0, () => n++);
      return n / Math.round((hours * HOUR_MS) / stepMs);
    },
    around(fromMs, toMs) {
      const from = Math.floor((fromMs - startMs) / stepMs);
      const to = Math.ceil((toMs - startMs) / stepMs);
      let sum = 0;
      let n = 0;
      for (let i = Math.max(0, from); i < Math.min(to, end); i++) {
        const value = values[i] as number;
        if (value !== value) continue;
        sum += value;
        n++;
      }
      return n === 0 ? NaN : sum / n;
    },
  };
}
