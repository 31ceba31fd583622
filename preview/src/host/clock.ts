import type { ServiceClock } from '@orrery/contract';

/**
 * The time of the data from `clock` on, epoch ms: as fast as the service's clock, and standing where the replay ends.
 * `real` is the real time in ms.
 */
export function simulatedNow({ nowMs, speed, replay }: ServiceClock, real: () => number): () => number {
  const startedMs = real();
  const endMs = replay?.toMs ?? Infinity;
  return () => Math.min(endMs, Math.floor(nowMs + (real() - startedMs) * speed));
}

/**
 * Makes the time of the data the time of the page: relative ranges (`now-7d`), "now" lines and ages follow it.
 * Grafana's date functions and our plugins ask `Date.now()`; timers stay real. Nothing is changed where the clock is
 * real.
 */
export function followClock(clock: ServiceClock | null): void {
  if (clock === null || clock.replay === null) return;
  Date.now = simulatedNow(clock, Date.now.bind(Date));
}

/** `Demo: replay of the storm of May 2024, clock 2024-05-10 14:20 UTC, 600 ×`. `nowMs` is the time of the data. */
export function describeReplay({ speed, replay, demo }: ServiceClock, nowMs: number): string {
  const what = demo === null ? 'Replay' : `Demo: replay of ${demo.title}`;
  const at = `${new Date(nowMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const ended = replay?.toMs != null && nowMs >= replay.toMs;
  return ended ? `${what}, ended at ${at}; start it again to see it again` : `${what}, clock ${at}, ${speed} ×`;
}
