import { FORECAST_TARGETS, type ForecastTarget, DAY_MS } from '@orrery/contract';
import { knownAt, type History } from '../history.ts';

const YEAR_MS = 365.2425 * DAY_MS;
/** Bins of the year; even ones, so that sines are orthogonal on their means. */
const SEASON_BINS = 24;

/**
 * Number of annual and diurnal (UT) harmonics of each target. Activity (Kp, Dst) is strongest at the equinoxes and
 * depends on the hour through the tilt of the dipole (Russell & McPherron 1973, J. Geophys. Res. 78, 92). Wind speed
 * and F10.7 have no season above the noise: their climatology is the mean.
 */
const WAVES: Readonly<Record<ForecastTarget, { readonly year: number; readonly day: number }>> = {
  kp: { year: 2, day: 1 },
  dst: { year: 2, day: 1 },
  solarWindSpeed: { year: 0, day: 0 },
  f107: { year: 0, day: 0 },
};

/** Mean of a target by season and time of day, fitted to a span; plain JSON. */
export interface Climatology {
  readonly target: ForecastTarget;
  /** Only data before this time was used. */
  readonly trainedToMs: number;
  readonly mean: number;
  /** Pairs of cosine and sine amplitudes of the 1st, 2nd … annual and diurnal harmonic; units of the target. */
  readonly year: readonly number[];
  readonly day: readonly number[];
}

/** Climatology of a target from all data known at `trainToMs`; its values are NaN if there was none. */
export function fitClimatology(target: ForecastTarget, history: History, trainToMs: number): Climatology {
  const { stepMs } = FORECAST_TARGETS[target];
  const { startMs, values } = knownAt(history, trainToMs)[target];
  const stepsOfDay = Math.max(1, Math.round(DAY_MS / stepMs));
  const season = new Means(SEASON_BINS);
  const clock = new Means(stepsOfDay);
  values.forEach((value, i) => {
    const timeMs = startMs + i * stepMs;
    season.add(Math.floor(phase(timeMs, YEAR_MS) * SEASON_BINS), value);
    clock.add(Math.floor(phase(timeMs, DAY_MS) * stepsOfDay), value);
  });
  const mean = season.overall();
  return {
    target,
    trainedToMs: trainToMs,
    mean,
    year: waves(season.all(mean), WAVES[target].year),
    day: waves(clock.all(mean), WAVES[target].day),
  };
}

/** Climatological value of the step that begins at a moment. */
export function climatologyAt({ target, mean, year, day }: Climatology, timeMs: number): number {
  const middleMs = timeMs + FORECAST_TARGETS[target].stepMs / 2;
  return mean + waveAt(year, phase(middleMs, YEAR_MS)) + waveAt(day, phase(middleMs, DAY_MS));
}

/** Phase of a time within the period, 0 … 1. */
const phase = (timeMs: number, roundMs: number): number => (((timeMs % roundMs) + roundMs) % roundMs) / roundMs;

function waves(means: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, k) => [
    amplitude(means, k + 1, Math.cos),
    amplitude(means, k + 1, Math.sin),
  ]).flat();
}

const amplitude = (means: readonly number[], wave: number, part: (angle: number) => number): number =>
  (2 / means.length) *
  means.reduce((sum, mean, i) => sum + mean * part((2 * Math.PI * wave * (i + 0.5)) / means.length), 0);

const waveAt = (amplitudes: readonly number[], at: number): number =>
  amplitudes.reduce((sum, amplitude, i) => {
    const angle = 2 * Math.PI * ((i >> 1) + 1) * at;
    return sum + amplitude * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  }, 0);

class Means {
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;

  constructor(bins: number) {
    this.#sums = new Float64Array(bins);
    this.#counts = new Float64Array(bins);
  }

  add(bin: number, value: number): void {
    if (value !== value) return;
    this.#sums[bin]! += value;
    this.#counts[bin]! += 1;
  }

  overall(): number {
    return sum(this.#sums) / sum(this.#counts);
  }

  /** Means of the bins; a bin without values gets the given one. */
  all(otherwise: number): number[] {
    return Array.from(this.#sums, (total, i) => (this.#counts[i]! > 0 ? total / this.#counts[i]! : otherwise));
  }
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
