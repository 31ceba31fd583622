import { meanOver } from './errors.ts';
import type { Numbers } from './pairs.ts';

/** Kp from which NOAA's scale counts a geomagnetic storm (G1). */
export const STORM_KP = 5;
/**
 * Half a third: Kp is given in thirds, so neither rounding nor 32-bit numbers can move 5 below the threshold or 5−
 * above it.
 */
const HALF_STEP_KP = 1 / 6;

/** 1 where the observed Kp is a storm, else 0. */
export const stormEvents = (observedKp: Numbers): Uint8Array =>
  Uint8Array.from(observedKp, (kp) => (kp > STORM_KP - HALF_STEP_KP ? 1 : 0));

/** Contingency table of forecasts and events. */
export interface Contingency {
  readonly hits: number;
  readonly falseAlarms: number;
  readonly misses: number;
  readonly correctNegatives: number;
}

/** Scores of yes/no forecasts (Jolliffe & Stephenson 2012, ch. 3); null where the counts leave one undefined. */
export interface DecisionScores {
  /** Probability of detection, 0–1: storms that were called. */
  readonly pod: number | null;
  /** False alarm ratio, 0–1: calls that no storm followed. */
  readonly far: number | null;
  /** Critical success index (Gilbert 1884), 0–1. */
  readonly csi: number | null;
  /** Heidke skill score (Heidke 1926): share of right answers beyond chance; 1 is perfect, 0 is chance. */
  readonly hss: number | null;
  /** True skill statistic (Peirce 1884; Hanssen & Kuipers 1965): POD less the false alarm rate, −1 … 1. */
  readonly tss: number | null;
}

/** Counts of a decision column (1 or 0) against events (1 or 0). */
export function contingency(decision: ArrayLike<number>, event: ArrayLike<number>): Contingency {
  let hits = 0;
  let falseAlarms = 0;
  let misses = 0;
  for (let i = 0; i < event.length; i++) {
    if (decision[i] && event[i]) hits++;
    else if (decision[i]) falseAlarms++;
    else if (event[i]) misses++;
  }
  return { hits, falseAlarms, misses, correctNegatives: event.length - hits - falseAlarms - misses };
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

export function decisionScores({
  hits: a,
  falseAlarms: b,
  misses: c,
  correctNegatives: d,
}: Contingency): DecisionScores {
  const pod = share(a, a + c);
  const falseAlarmRate = share(b, b + d);
  return {
    pod,
    far: share(b, a + b),
    csi: share(a, a + b + c),
    hss: share(2 * (a * d - b * c), (a + c) * (c + d) + (a + b) * (b + d)),
    tss: pod === null || falseAlarmRate === null ? null : pod - falseAlarmRate,
  };
}

/** Mean squared error of a probability (Brier 1950, Mon. Wea. Rev. 78, 1), 0–1; smaller is better. */
export const brierScore = (probability: Numbers, event: ArrayLike<number>): number =>
  meanOver(event.length, (i) => ((probability[i] as number) - (event[i] as number)) ** 2);

/**
 * Brier skill: 1 − score / score of always forecasting the climatological rate (0–1). The default is the rate of the
 * scored events themselves, which no real climatology knows: the harder reference. Null if that reference is perfect
 * (no event, or only events).
 */
export function brierSkill(probability: Numbers, event: ArrayLike<number>, climatologicalRate?: number): number | null {
  const rate = climatologicalRate ?? meanOver(event.length, (i) => event[i] as number);
  const reference = meanOver(event.length, (i) => (rate - (event[i] as number)) ** 2);
  return reference > 0 ? 1 - brierScore(probability, event) / reference : null;
}

/** The rule `probability >= threshold` that scored best, and its Heidke score. */
export interface BestThreshold {
  readonly threshold: number;
  readonly hss: number;
}

/**
 * The threshold of a probability with the best Heidke score, midway between the two probabilities it separates so that
 * it does not depend on one case. To be chosen on validation years and then kept. Null if there are only events or
 * none.
 */
export function bestThreshold(probability: Numbers, event: ArrayLike<number>): BestThreshold | null {
  const order = Array.from(probability, (_, i) => i).sort((i, j) => probability[j]! - probability[i]!);
  const events = order.reduce((sum, i) => sum + (event[i] as number), 0);
  if (events === 0 || events === order.length) return null;
  let best: BestThreshold | null = null;
  let hits = 0;
  for (let calls = 1; calls <= order.length; calls++) {
    hits += event[order[calls - 1]!] as number;
    const last = probability[order[calls - 1]!] as number;
    const next = calls < order.length ? (probability[order[calls]!] as number) : last;
    if (next === last && calls < order.length) continue;
    const falseAlarms = calls - hits;
    const misses = events - hits;
    const { hss } = decisionScores({ hits, falseAlarms, misses, correctNegatives: order.length - calls - misses });
    if (hss !== null && (best === null || hss > best.hss)) best = { threshold: (last + next) / 2, hss };
  }
  return best;
}
