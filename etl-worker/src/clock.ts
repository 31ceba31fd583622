/** The time of the pipeline: real, or simulated in a replay. */
export interface Clock {
  /** Epoch ms UTC. */
  now(): number;
  /** Real milliseconds until the clock has gone on by `spanMs`. */
  realMs(spanMs: number): number;
}

export const realClock: Clock = { now: () => Date.now(), realMs: (spanMs) => spanMs };

/** A clock that stands at `fromMs` now and goes on `speed` times as fast as the real one (`speed` > 0). */
export function simulatedClock(fromMs: number, speed: number, real: () => number = () => Date.now()): Clock {
  const startedMs = real();
  return {
    now: () => Math.floor(fromMs + (real() - startedMs) * speed),
    realMs: (spanMs) => spanMs / speed,
  };
}
