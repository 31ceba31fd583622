import { FORECAST_TARGETS, type ForecastBaseline, type ForecastBody, type ForecastTarget } from '@orrery/contract';
import type { Issued } from '../../data/forecasts.ts';
import type { Readers } from '../../data/readers.ts';
import { regroup } from '../observations/buckets.ts';
import type { Pair } from './score.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A turn of the Sun as seen from the Earth (Bartels): what was active comes round again. */
const ROTATION_MS = 27 * DAY_MS;
/** The last value known stands for persistence as long as it is not older than this many steps. */
const PERSISTENCE_STEPS = 4;
/** Climatology is the mean of so many years before the range: a cycle of the Sun. */
const CLIMATOLOGY_MS = 11 * 365.25 * DAY_MS;

type SeriesReaders = Pick<Readers, 'series' | 'archive'>;

/** What came, by the start of the step. */
export type Observed = ReadonlyMap<number, number>;

/** The observed series in steps of the target. Where the live series does not reach, the archive answers. */
export async function readObserved(
  { series, archive }: SeriesReaders,
  target: ForecastTarget,
  fromMs: number,
  toMs: number,
): Promise<Observed> {
  const { series: id, stepMs } = FORECAST_TARGETS[target];
  const startMs = Math.floor(fromMs / stepMs) * stepMs;
  const live = await series.readBuckets(id, startMs, toMs, stepMs);
  const firstLiveMs = live[0]?.timeMs ?? toMs + 1;
  const kept = firstLiveMs > startMs ? await archive.summaries(id, 'hour', startMs, firstLiveMs - 1) : [];
  return new Map([...regroup(kept, stepMs), ...live].map(({ timeMs, mean }) => [timeMs, mean]));
}

/** The mean of the years before a moment; null where the archive has none. */
export async function readClimatology(
  { archive }: Pick<Readers, 'archive'>,
  target: ForecastTarget,
  beforeMs: number,
): Promise<number | null> {
  const days = await archive.summaries(FORECAST_TARGETS[target].series, 'day', beforeMs - CLIMATOLOGY_MS, beforeMs - 1);
  const n = days.reduce((sum, day) => sum + day.n, 0);
  return n === 0 ? null : days.reduce((sum, day) => sum + day.mean * day.n, 0) / n;
}

/** How far before the range observations are read for the baselines. */
export const BASELINE_REACH_MS = ROTATION_MS;

interface Matching {
  readonly target: ForecastTarget;
  readonly observed: Observed;
  readonly climatology: number | null;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Pairs of what was said and what came, by lead, of the steps that begin within the range; in order of time. */
export function matchPairs(issued: readonly Issued[], matching: Matching): ReadonlyMap<number, readonly Pair[]> {
  const byLead = new Map<number, Pair[]>();
  for (const { body } of issued) {
    const atIssue = baselinesAt(matching, body.issuedAtMs);
    for (const [i, leadHours] of body.leadHours.entries()) {
      const pair = pairAt(body, i, matching, atIssue);
      if (pair === null) continue;
      const pairs = byLead.get(leadHours) ?? [];
      pairs.push(pair);
      byLead.set(leadHours, pairs);
    }
  }
  return new Map([...byLead].sort(([a], [b]) => a - b));
}

type AtIssue = Readonly<Record<Exclude<ForecastBaseline, 'recurrence'>, number | null>>;

function pairAt(body: ForecastBody, i: number, matching: Matching, atIssue: AtIssue): Pair | null {
  const { observed, fromMs, toMs } = matching;
  const validAtMs = body.validAtMs[i] ?? NaN;
  const [value, came] = [body.value[i] ?? null, observed.get(validAtMs)];
  if (value === null || came === undefined || validAtMs < fromMs || validAtMs > toMs) return null;
  const recurrence = observed.get(validAtMs - ROTATION_MS) ?? null;
  const columns = [body.lower95, body.lower80, body.median, body.upper80, body.upper95];
  return {
    validAtMs,
    observed: came,
    value,
    quantiles: columns.map((column) => column[i] ?? null),
    p5: body.p5?.[i] ?? null,
    storm: body.storm?.[i] ?? null,
    baselines: { ...atIssue, recurrence },
  };
}

/** What the baselines knew when the forecast was issued: only steps that were over by then. */
function baselinesAt({ target, observed, climatology }: Matching, issuedAtMs: number): AtIssue {
  const { stepMs } = FORECAST_TARGETS[target];
  const lastMs = Math.floor(issuedAtMs / stepMs) * stepMs - stepMs;
  const before = (steps: number): number[] =>
    Array.from({ length: steps }, (_, k) => observed.get(lastMs - k * stepMs)).filter((one) => one !== undefined);
  const day = before(Math.max(1, DAY_MS / stepMs));
  return {
    persistence: before(PERSISTENCE_STEPS)[0] ?? null,
    mean24h: day.length === 0 ? null : day.reduce((sum, one) => sum + one, 0) / day.length,
    climatology,
  };
}
