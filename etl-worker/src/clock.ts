/** The time of the pipeline: real, or simulated in a replay. */
export interface Clock {
  /** Epoch ms UTC. */
  now(): number;
  /** Real milliseconds until the clock has gone on by `spanMs`. */
  realMs(spanMs: number): number;
}

export const realClock: Clock = { now: () => Date.now(), realMs: (spanMs) => spanMs };
