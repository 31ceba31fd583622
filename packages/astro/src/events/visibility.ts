import { rootBetween } from './roots.ts';

/** UT1 days since J2000. */
export type Span = readonly [from: number, to: number];

const SAMPLES = 40;

/**
 * The parts of a span in which something is above the horizon, in order. `altitude` is zero at rise and set; a rise and
 * a set within a fortieth of the span are missed.
 */
export function spansAbove(altitude: (ut: number) => number, [from, to]: Span): readonly Span[] {
  const step = (to - from) / SAMPLES;
  const spans: Span[] = [];
  let start = altitude(from) > 0 ? from : null;
  for (let i = 0; i < SAMPLES; i++) {
    const [a, b] = [from + i * step, i === SAMPLES - 1 ? to : from + (i + 1) * step];
    const [before, after] = [altitude(a), altitude(b)];
    if (before > 0 === after > 0) continue;
    const change = rootBetween(altitude, a, b, before, after);
    if (after > 0) start = change;
    else if (start !== null) spans.push([start, change]);
    if (after <= 0) start = null;
  }
  return start === null ? spans : [...spans, [start, to]];
}

/** The moment of the spans that is nearest to `ut`; `ut` itself where one contains it. */
export function nearestWithin(spans: readonly Span[], ut: number): number {
  const held = spans.map(([from, to]) => Math.min(Math.max(ut, from), to));
  return held.reduce((best, at) => (Math.abs(at - ut) < Math.abs(best - ut) ? at : best));
}

/** The part of `span` that lies within one of the spans, the first of several; null where there is none. */
export function partWithin(spans: readonly Span[], span: Span | null): Span | null {
  if (!span) return null;
  const parts = spans.map(([from, to]): Span => [Math.max(from, span[0]), Math.min(to, span[1])]);
  return parts.find(([from, to]) => from < to) ?? null;
}
