import { rmse } from '../evaluate/errors.ts';
import { completePairs, type CompletePairs, type LeadPairs } from '../evaluate/pairs.ts';
import { correlationSteps, lagOneCorrelation } from './correlation.ts';
import { Z_LEVEL } from './features.ts';

/**
 * Slack of the CUSUM in standard deviations of a batch mean: half the shift to be found soonest, which is one standard
 * deviation (Page 1954; Montgomery 2013, ch. 9) …
 */
export const CUSUM_SLACK = 0.5;
/**
 * … or half of the shift that matters, if that is more: an offset of a fifth of the spread of single errors (it adds 4
 * % to the mean square), or as much in the size of errors. Smaller differences come from the Sun, whose years differ,
 * not from the model.
 */
const OFFSET_THAT_MATTERS = 0.2;
/**
 * Limit of the CUSUM. With this slack one CUSUM exceeds 8 by chance every 19,000 batches (Siegmund 1985, Sequential
 * Analysis); a check holds about a dozen batches in three CUSUMs for each of up to a hundred leads, which are strongly
 * correlated. A shift of three standard deviations still exceeds it with the fourth batch.
 */
export const CUSUM_LIMIT = 8;
/** One extreme batch (a single storm) adds at most this much, whatever the slack: it takes four to raise an alarm. */
const CLIP = 2.5;
/** Batches grow until the correlation of neighbours is below this (Runger & Willemain 1996, IIE Trans. 28, 483) … */
const INDEPENDENT = 0.1;
/**
 * … or until fewer than this many would be left to estimate their spread, or a span of 90 days would hold fewer than
 * five.
 */
const MIN_BATCHES = 48;
const MAX_BATCH_MS = 16 * 86_400_000;

const NOMINAL_80 = 0.8;
/** Coverage between 77 and 83 % is within the promise and no drift. */
export const COVERAGE_TOLERANCE = 0.03;

/** Errors of a lead on held-out years: plain JSON. */
export interface ErrorReference {
  readonly leadHours: number;
  readonly n: number;
  /** In units of the target. */
  readonly rmse: number;
  /**
   * Whether errors are measured in half-widths of the 80 % band, so that an active Sun, for which the band widens, is
   * no drift.
   */
  readonly scaled: boolean;
  /** Consecutive forecasts in a batch, long enough that batches are about independent. */
  readonly batch: number;
  /** The error, and the square root of its size, which is nearly normal (Hawkins 1981, J. Qual. Tech. 13, 228). */
  readonly error: Moments;
  readonly size: Moments;
  /** Number of consecutive forecasts that count as one independent forecast in the coverage of the 80 % band. */
  readonly coverageSteps: number;
}

/** Mean, and the standard deviations of the batch means and of single values. */
export interface Moments {
  readonly mean: number;
  readonly deviation: number;
  readonly single: number;
}

/** Current errors of a lead compared with the reference. */
export interface ErrorDrift {
  readonly leadHours: number;
  readonly n: number;
  readonly rmse: number;
  /** Mean of forecast less observed, units of the target. */
  readonly bias: number;
  /** State at the end of the span: of errors too high, too low, and too large. */
  readonly high: number;
  readonly low: number;
  readonly large: number;
  readonly coverage80: number | null;
  /** Largest deviation of the coverage from 80 % that chance and the promised 3 points explain. */
  readonly coverageLimit: number;
}

/**
 * References of all leads from forecasts of held-out years, in order of issue; a lead with fewer than 48 pairs has
 * none.
 */
export function errorReferences(leads: readonly LeadPairs[]): ErrorReference[] {
  return leads.flatMap(({ leadHours, pairs }) => {
    const complete = completePairs(pairs);
    const scaled = Boolean(complete.lower80 && complete.upper80);
    const errors = errorsOf(complete, scaled);
    if (errors.length < MIN_BATCHES) return [];
    const sizes = errors.map(sizeOf);
    const batch = independentBatch([errors, sizes], Math.floor(MAX_BATCH_MS / paceOf(complete)));
    return [
      {
        leadHours,
        n: complete.n,
        rmse: rmse(complete.observed, complete.value),
        scaled,
        batch,
        error: moments(errors, batch),
        size: moments(sizes, batch),
        coverageSteps: correlationSteps(coveredOf(complete) ?? new Float64Array(0)),
      },
    ];
  });
}

/**
 * Compares forecasts of a lead as issued (in order of issue) with the reference. Errors are autocorrelated, so the
 * CUSUMs run over batch means: each is standardised by the reference and clipped, then S = max(0, S + z − slack) for
 * errors too high, with −z for errors too low, and upward only for the size of errors. A bias that the held-out years
 * had is no drift, nor is its disappearance. The CUSUMs start at 0 with the span. Coverage is judged as binomial with
 * as many trials as there are independent pairs. Null if there is no pair to judge.
 */
export function compareErrorsWith(reference: ErrorReference, { leadHours, pairs }: LeadPairs): ErrorDrift | null {
  const complete = completePairs(pairs);
  if (complete.n === 0 || (reference.scaled && !(complete.lower80 && complete.upper80))) return null;
  const errors = errorsOf(complete, reference.scaled);
  const means = batchMeans(errors, reference.batch);
  const { error, size } = reference;
  const covered = coveredOf(complete);
  return {
    leadHours,
    n: complete.n,
    rmse: rmse(complete.observed, complete.value),
    bias: mean(complete.value) - mean(complete.observed),
    high: cusum(means, { ...error, mean: Math.max(0, error.mean) }),
    low: cusum(
      means.map((one) => -one),
      { ...error, mean: Math.max(0, -error.mean) },
    ),
    large: cusum(batchMeans(errors.map(sizeOf), reference.batch), size),
    coverage80: covered && mean(covered),
    coverageLimit:
      COVERAGE_TOLERANCE + Z_LEVEL * Math.sqrt((NOMINAL_80 * (1 - NOMINAL_80) * reference.coverageSteps) / complete.n),
  };
}

/** Whether the coverage shows that the bands are too narrow or too wide. */
export const coverageIsOff = ({ coverage80, coverageLimit }: ErrorDrift): boolean =>
  coverage80 !== null && Math.abs(coverage80 - NOMINAL_80) > coverageLimit;

/** Upper CUSUM after the last batch mean, in standard deviations of the reference. */
function cusum(batches: readonly number[], { mean: middle, deviation, single }: Moments): number {
  if (!(deviation > 0)) return 0;
  const slack = Math.max(CUSUM_SLACK, (OFFSET_THAT_MATTERS * single) / (2 * deviation));
  return batches.reduce((sum, one) => Math.max(0, sum + Math.min(CLIP, (one - middle) / deviation - slack)), 0);
}

const sizeOf = (error: number): number => Math.sqrt(Math.abs(error));

function errorsOf({ n, observed, value, lower80, upper80 }: CompletePairs, scaled: boolean): number[] {
  const errors: number[] = [];
  for (let i = 0; i < n; i++) {
    const unit = scaled ? (upper80![i]! - lower80![i]!) / 2 : 1;
    if (unit > 0) errors.push((value[i]! - observed[i]!) / unit);
  }
  return errors;
}

const coveredOf = ({ observed, lower80, upper80 }: CompletePairs): Float64Array | null =>
  lower80 && upper80 && observed.map((y, i) => Number(y >= lower80[i]! && y <= upper80[i]!));

/** Means of whole batches; the oldest values that do not fill a batch are left out. */
function batchMeans(values: readonly number[], batch: number): number[] {
  const count = Math.floor(values.length / batch);
  const start = values.length - count * batch;
  return Array.from({ length: count }, (_, i) => mean(values.slice(start + i * batch, start + (i + 1) * batch)));
}

/** Milliseconds from one forecast to the next on average. */
const paceOf = ({ n, issuedAtMs }: CompletePairs): number => (issuedAtMs[n - 1]! - issuedAtMs[0]!) / (n - 1);

function independentBatch(series: readonly (readonly number[])[], longest: number): number {
  const length = series[0]!.length;
  const lasting = Math.max(...series.map((values) => correlationSteps(Float64Array.from(values))));
  const related = (batch: number): boolean =>
    batch < lasting || series.some((values) => lagOneCorrelation(batchMeans(values, batch)) > INDEPENDENT);
  let batch = 1;
  while (2 * batch <= longest && length / (2 * batch) >= MIN_BATCHES && related(batch)) batch *= 2;
  return batch;
}

const mean = (values: ArrayLike<number> & Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
};

function moments(values: readonly number[], batch: number): Moments {
  return { mean: mean(values), deviation: deviationOf(batchMeans(values, batch)), single: deviationOf(values) };
}

function deviationOf(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
