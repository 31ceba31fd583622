import type { Clock } from '@orrery/etl-worker';

/** A clock that stands at `fromMs` now and goes on `speed` times as fast as the real one (`speed` > 0). */
export function simulatedClock(fromMs: number, speed: number, real: () => number = () => Date.now()): Clock {
  const startedMs = real();
  return {
    now: () => Math.floor(fromMs + (real() - startedMs) * speed),
    realMs: (spanMs) => spanMs / speed,
  };
}
