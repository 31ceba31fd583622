import { FORECAST_BASELINES, type ForecastBaseline, type ReliabilityBin, type SkillRow } from '@orrery/contract';

/** What was said of one step, what came, and what the baselines would have said at the same moment. Null: it said nothing. */
export interface Pair {
  readonly validAtMs: number;
  readonly observed: number;
  readonly value: number;
  /** Quantiles by share of outcomes below: 0.025, 0.1, 0.5, 0.9, 0.975. */
  readonly quantiles: readonly (number | null)[];
  readonly p5: number | null;
  readonly storm: number | null;
  readonly baselines: Readonly<Record<ForecastBaseline, number | null>>;
}

/** A storm begins at Kp 5 (NOAA's scale G1); a hair below, for thirds are not exact in binary. */
const STORM_KP = 5 - 1e-6;
const LEVELS = [0.025, 0.1, 0.5, 0.9, 0.975] as const;
/** Each level stands for the levels nearer to it than to its neighbours. */
const WEIGHTS = [0.0625, 0.2375, 0.4, 0.2375, 0.0625] as const;
const BINS = 10;
/** Errors of neighbouring steps belong together: storms and the streams behind them last about so long. */
const BLOCK_MS = 3 * 86_400_000;
const RESAMPLES = 200;
/** Fewer blocks say nothing of how much the score could have been another. */
const MIN_BLOCKS = 5;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const meanOrNull = (values: readonly number[]): number | null => (values.length === 0 ? null : mean(values));
const rmseOf = (errors: readonly number[]): number => Math.sqrt(mean(errors.map((error) => error * error)));
const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Share of the squared error of a baseline that is gone: 1 is perfect, 0 as good as the baseline, below 0 worse. */
export const skillOf = (rmse: number, baselineRmse: number | null | undefined): number | null =>
  baselineRmse == null || baselineRmse === 0 ? null : 1 - (rmse / baselineRmse) ** 2;

/** RMSE of a baseline over the pairs of which it says something; null where that is none. */
export function baselineRmse(pairs: readonly Pair[], baseline: ForecastBaseline): number | null {
  const errors = pairs.flatMap(({ baselines, observed }) => {
    const said = baselines[baseline];
    return said === null ? [] : [said - observed];
  });
  return errors.length === 0 ? null : rmseOf(errors);
}

/** The scores of one lead over its pairs, of which there is at least one. */
export function scoreLead(leadHours: number, pairs: readonly Pair[]): SkillRow {
  const errors = pairs.map(({ value, observed }) => value - observed);
  const [rmseLow, rmseHigh] = interval(pairs);
  return {
    leadHours,
    n: pairs.length,
    rmse: rmseOf(errors),
    rmseLow,
    rmseHigh,
    mae: mean(errors.map(Math.abs)),
    bias: mean(errors),
    crps: meanOrNull(pairs.flatMap(crpsOf)),
    coverage80: meanOrNull(pairs.flatMap((pair) => within(pair, 1, 3))),
    coverage95: meanOrNull(pairs.flatMap((pair) => within(pair, 0, 4))),
    rivals: Object.fromEntries(FORECAST_BASELINES.map((name) => [name, baselineRmse(pairs, name)])),
    ...stormScores(pairs),
  };
}

/** 1 where the outcome lies between two quantiles, 0 where it does not; nothing where one is missing. */
function within({ quantiles, observed }: Pair, low: number, high: number): number[] {
  const [from, to] = [quantiles[low], quantiles[high]];
  return from == null || to == null ? [] : [observed >= from && observed <= to ? 1 : 0];
}

/** Continuous ranked probability score: twice the pinball loss over all levels (Gneiting & Raftery 2007, eq. 30), here over five. */
function crpsOf({ quantiles, observed }: Pair): number[] {
  let sum = 0;
  for (const [i, level] of LEVELS.entries()) {
    const quantile = quantiles[i];
    if (quantile == null) return [];
    const below = observed - quantile;
    sum += (WEIGHTS[i] ?? 0) * 2 * Math.max(level * below, (level - 1) * below);
  }
  return [sum];
}

type StormScores = Pick<SkillRow, 'events' | 'pod' | 'far' | 'hss' | 'tss' | 'brierSkill'>;

/** Scores of the calls for a storm (Wilks 2011, ch. 8); all null where there are no calls. */
function stormScores(pairs: readonly Pair[]): StormScores {
  const called = pairs.filter(({ storm }) => storm !== null);
  if (called.length === 0) return { events: null, pod: null, far: null, hss: null, tss: null, brierSkill: null };
  const count = (said: boolean, came: boolean): number =>
    called.filter(({ storm, observed }) => (storm ?? 0) >= 0.5 === said && observed >= STORM_KP === came).length;
  const [hits, alarms, misses, rest] = [count(true, true), count(true, false), count(false, true), count(false, false)];
  const pod = ratio(hits, hits + misses);
  const falseRate = ratio(alarms, alarms + rest);
  const chance = (hits + misses) * (misses + rest) + (hits + alarms) * (alarms + rest);
  return {
    events: hits + misses,
    pod,
    far: ratio(alarms, hits + alarms),
    hss: ratio(2 * (hits * rest - alarms * misses), chance),
    tss: pod === null || falseRate === null ? null : pod - falseRate,
    brierSkill: brierSkill(pairs),
  };
}

/** Brier skill of p5 against always saying how often it came. */
function brierSkill(pairs: readonly Pair[]): number | null {
  const said = pairs.filter((pair): pair is Pair & { p5: number } => pair.p5 !== null);
  if (said.length === 0) return null;
  const came = ({ observed }: Pair): number => (observed >= STORM_KP ? 1 : 0);
  const rate = mean(said.map(came));
  const brier = mean(said.map((pair) => (pair.p5 - came(pair)) ** 2));
  return rate === 0 || rate === 1 ? null : 1 - brier / (rate * (1 - rate));
}

/** Bins of the probability of a storm with how often one came; empty bins are left out. */
export function reliabilityOf(pairs: readonly Pair[]): readonly ReliabilityBin[] {
  const bins = Array.from({ length: BINS }, (): { p: number[]; came: number } => ({ p: [], came: 0 }));
  for (const { p5, observed } of pairs) {
    const bin = p5 === null ? undefined : bins[Math.min(BINS - 1, Math.floor(p5 * BINS))];
    if (p5 === null || !bin) continue;
    bin.p.push(p5);
    if (observed >= STORM_KP) bin.came += 1;
  }
  return bins
    .filter(({ p }) => p.length > 0)
    .map(({ p, came }) => ({ probability: mean(p), observed: came / p.length, n: p.length }));
}

/** 95 % confidence interval of the RMSE by block bootstrap; the same pairs always give the same. */
function interval(pairs: readonly Pair[]): readonly [number | null, number | null] {
  const blocks = new Map<number, { n: number; squares: number }>();
  for (const { validAtMs, value, observed } of pairs) {
    const key = Math.floor(validAtMs / BLOCK_MS);
    const block = blocks.get(key) ?? { n: 0, squares: 0 };
    blocks.set(key, { n: block.n + 1, squares: block.squares + (value - observed) ** 2 });
  }
  const list = [...blocks.values()];
  if (list.length < MIN_BLOCKS) return [null, null];
  const draw = generator(list.length);
  const scores = Array.from({ length: RESAMPLES }, () => {
    let [n, squares] = [0, 0];
    for (let i = 0; i < list.length; i++) {
      const block = list[draw()] ?? { n: 0, squares: 0 };
      n += block.n;
      squares += block.squares;
    }
    return Math.sqrt(squares / n);
  }).sort((a, b) => a - b);
  return [scores[Math.floor(0.025 * RESAMPLES)] ?? null, scores[Math.ceil(0.975 * RESAMPLES) - 1] ?? null];
}

/** Numbers below `size` in a fixed order (mulberry32). */
function generator(size: number): () => number {
  let state = 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * size);
  };
}
