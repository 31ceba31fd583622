import type { Clock } from '@orrery/etl-worker';

/**
 * A clock that stands at `fromMs` now and goes on `speed` times as fast as the real one (`speed` > 0), until `toMs`,
 * where it stops.
 */
export function simulatedClock(
  fromMs: number,
  speed: number,
  { toMs = Infinity, real = () => Date.now() }: { readonly toMs?: number; readonly real?: () => number } = {},
): Clock {
  const startedMs = real();
  return {
    now: () => Math.min(toMs, Math.floor(fromMs + (real() - startedMs) * speed)),
    realMs: (spanMs) => spanMs / speed,
  };
}
