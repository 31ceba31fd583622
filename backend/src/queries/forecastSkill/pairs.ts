import {
  FORECAST_BASELINES,
  FORECAST_TARGETS,
  type ForecastBaseline,
  type ForecastTarget,
  DAY_MS,
} from '@orrery/contract';
import {
  baselinesAt,
  columnOf,
  fitClimatology,
  INPUT_NAMES,
  valueAt,
  type Climatology,
  type History,
  type LeadPairs,
  type Pairs,
} from '@orrery/forecast';
import type { Issued } from '../../data/forecasts.ts';
import type { Readers } from '../../data/readers.ts';
import { regroup } from '../observations/buckets.ts';

/** Recurrence looks two rotations of the Sun back. */
const BASELINE_REACH_MS = 2 * 27 * DAY_MS;
/** Climatology is that of so many years before the range: a cycle of the Sun. */
const CLIMATOLOGY_MS = 11 * 365.25 * DAY_MS;

type SeriesReaders = Pick<Readers, 'series' | 'archive'>;

/**
 * Forecasts beside what came, by lead, with what each baseline would have said of the same steps (`rivals[name][i]`
 * belongs to `leads[i]`).
 */
export interface ScoredPairs {
  readonly leads: readonly LeadPairs[];
  readonly rivals: Readonly<Record<ForecastBaseline, readonly Float64Array[]>>;
}

interface Wanted {
  readonly target: ForecastTarget;
  readonly leads: readonly number[];
  /** Steps that begin within, ends included. */
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The outcomes of forecasts in order of issue, and the baselines issued at the same moments from what was known then.
 */
export async function matchPairs(
  readers: SeriesReaders,
  issued: readonly Issued[],
  wanted: Wanted,
): Promise<ScoredPairs> {
  const { target, leads, fromMs, toMs } = wanted;
  const firstMs = Math.min(fromMs, issued[0]?.body.issuedAtMs ?? fromMs);
  const history = await readHistory(readers, target, firstMs - BASELINE_REACH_MS, toMs);
  const climatology = await readClimatology(readers, target, fromMs);
  const rows = new Map(leads.map((lead) => [lead, [] as Row[]]));
  for (const { body } of issued) {
    const baselines = baselinesAt(target, history, body.issuedAtMs, climatology);
    body.leadHours.forEach((lead, index) => {
      const validMs = body.validAtMs[index] ?? NaN;
      const observed = valueAt(history[target], validMs);
      if (validMs >= fromMs && validMs <= toMs && observed === observed)
        rows.get(lead)?.push({ body, index, observed, baselines: baselineValues(baselines, lead, target) });
    });
  }
  const lists = [...rows];
  return {
    leads: lists.map(([leadHours, own]) => ({ leadHours, pairs: pairsOf(own) })),
    rivals: Object.fromEntries(
      FORECAST_BASELINES.map((name) => [
        name,
        lists.map(([, own]) => Float64Array.from(own, (row) => row.baselines[name])),
      ]),
    ) as unknown as ScoredPairs['rivals'],
  };
}

interface Row {
  readonly body: Issued['body'];
  readonly index: number;
  readonly observed: number;
  readonly baselines: Readonly<Record<ForecastBaseline, number>>;
}

function baselineValues(
  baselines: ReturnType<typeof baselinesAt>,
  lead: number,
  target: ForecastTarget,
): Row['baselines'] {
  const at = Math.round((lead * 3_600_000) / FORECAST_TARGETS[target].stepMs) - 1;
  const { persistence, mean24h, recurrence, climatology } = baselines;
  return {
    persistence: persistence[at] ?? NaN,
    mean24h: mean24h[at] ?? NaN,
    recurrence: recurrence[at] ?? NaN,
    climatology: climatology[at] ?? NaN,
  };
}

function pairsOf(rows: readonly Row[]): Pairs {
  const numbers = (of: (row: Row) => number | null | undefined): Float64Array =>
    Float64Array.from(rows, (row) => of(row) ?? NaN);
  const said = (name: 'value' | 'median' | 'lower80' | 'upper80' | 'lower95' | 'upper95' | 'p5' | 'storm') =>
    numbers(({ body, index }) => body[name]?.[index]);
  return {
    issuedAtMs: numbers(({ body }) => body.issuedAtMs),
    validAtMs: numbers(({ body, index }) => body.validAtMs[index]),
    observed: numbers(({ observed }) => observed),
    value: said('value'),
    median: said('median'),
    lower80: said('lower80'),
    upper80: said('upper80'),
    lower95: said('lower95'),
    upper95: said('upper95'),
    p5: said('p5'),
    storm: said('storm'),
  };
}

/** The observed series in steps of the target. Where the live series does not reach, the archive answers. */
async function readHistory(
  { series, archive }: SeriesReaders,
  target: ForecastTarget,
  fromMs: number,
  toMs: number,
): Promise<History> {
  const { series: id, stepMs } = FORECAST_TARGETS[target];
  const startMs = Math.floor(fromMs / stepMs) * stepMs;
  const live = await series.readBuckets(id, startMs, toMs, stepMs);
  const firstLiveMs = live[0]?.timeMs ?? toMs + 1;
  const kept = firstLiveMs > startMs ? await archive.summaries(id, 'hour', startMs, firstLiveMs - 1) : [];
  return historyOf(target, [...regroup(kept, stepMs), ...live]);
}

async function readClimatology(
  { archive }: Pick<Readers, 'archive'>,
  target: ForecastTarget,
  beforeMs: number,
): Promise<Climatology | null> {
  const { series, stepMs } = FORECAST_TARGETS[target];
  const hours = await archive.summaries(series, 'hour', beforeMs - CLIMATOLOGY_MS, beforeMs - 1);
  return hours.length === 0 ? null : fitClimatology(target, historyOf(target, regroup(hours, stepMs)), beforeMs);
}

function historyOf(
  target: ForecastTarget,
  steps: readonly { readonly timeMs: number; readonly mean: number }[],
): History {
  const points = steps.map(({ timeMs, mean }) => ({ timeMs, value: mean }));
  return Object.fromEntries(
    INPUT_NAMES.map((name) => [name, columnOf(name, name === target ? points : [])]),
  ) as History;
}
