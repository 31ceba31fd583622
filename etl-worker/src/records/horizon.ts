import { DAY_MS, HOUR_MS, type CollectionName, type Observation, type StreamRecord } from '@orrery/contract';
import type { Reject, Transformed } from '../providers/source.ts';
import type { SeriesId } from '../series/definitions.ts';

/** Times that records of a kind may have. */
interface Horizon {
  /** Year of the first record there is. */
  readonly firstYear: number;
  /** How far after its retrieval a record may lie, ms. */
  readonly aheadMs: number;
}

/** An hour for what was measured: clocks differ, and an interval may be named by its end. */
const MEASURED_MS = HOUR_MS;
const YEAR_MS = 366 * DAY_MS;
/** NOAA forecasts three days, its scales and probabilities are by day. */
const PREDICTED_MS = 10 * DAY_MS;
/** CelesTrak predicts 45 days. */
const MONTHS_AHEAD_MS = 60 * DAY_MS;
/** The solar cycle, by month: two cycles at the most. */
const CYCLES_AHEAD_MS = 25 * YEAR_MS;
/** Bulletin A of the IERS predicts a year. */
const ORIENTATION_AHEAD_MS = 2 * YEAR_MS;

/** Kp, the oldest index, is known since 1932. */
const FIRST_YEAR = 1932;
const FIRST_YEARS: Partial<Record<SeriesId, number>> = {
  sunspotNumber: 1749,
  sunspotNumberSmoothed: 1749,
  sunspotNumberDaily: 1818,
  f107: 1947,
  f107Adjusted: 1947,
  dst: 1957,
  ae: 1957,
  solarWindSpeed: 1963,
  solarWindDensity: 1963,
  solarWindTemperature: 1963,
  ut1MinusUtc: 1962,
  xrayFlux: 1974,
  xrayFluxShort: 1974,
};
const PREDICTED: Partial<Record<SeriesId, number>> = {
  ap: MONTHS_AHEAD_MS,
  apDaily: MONTHS_AHEAD_MS,
  apDailyOutlook: MONTHS_AHEAD_MS,
  kpMaxOutlook: MONTHS_AHEAD_MS,
  f107: MONTHS_AHEAD_MS,
  f107Adjusted: MONTHS_AHEAD_MS,
  f107Outlook: MONTHS_AHEAD_MS,
  f107Monthly: CYCLES_AHEAD_MS,
  f107Smoothed: CYCLES_AHEAD_MS,
  sunspotNumber: CYCLES_AHEAD_MS,
  sunspotNumberSmoothed: CYCLES_AHEAD_MS,
  ut1MinusUtc: ORIENTATION_AHEAD_MS,
  polarMotionX: ORIENTATION_AHEAD_MS,
  polarMotionY: ORIENTATION_AHEAD_MS,
};

const DOCUMENTS: Readonly<Record<CollectionName, Horizon>> = {
  // Some epochs are set a few revolutions ahead of the publication.
  elements: { firstYear: 1957, aheadMs: 7 * DAY_MS },
  spaceWeatherEvent: { firstYear: 1957, aheadMs: DAY_MS },
  // CNEOS computes approaches from 1900 to 2200.
  closeApproach: { firstYear: 1900, aheadMs: 200 * YEAR_MS },
  fireball: { firstYear: 1957, aheadMs: MEASURED_MS },
  // The latest impact that is considered possible is one of (29075) 1950 DA in 2880.
  sentryObject: { firstYear: 1957, aheadMs: 1000 * YEAR_MS },
  smallBody: { firstYear: 1800, aheadMs: YEAR_MS },
  alert: { firstYear: 1957, aheadMs: PREDICTED_MS },
  outlook: { firstYear: 1957, aheadMs: MONTHS_AHEAD_MS },
  aurora: { firstYear: 1957, aheadMs: DAY_MS },
  satelliteGroup: { firstYear: 1957, aheadMs: MEASURED_MS },
  forecast: { firstYear: 1957, aheadMs: MONTHS_AHEAD_MS },
  model: { firstYear: 1957, aheadMs: MEASURED_MS },
};

/**
 * Sets records aside whose times cannot be: before the first of their kind, or further ahead of `nowMs` (epoch ms; the
 * retrieval) than their kind reaches. Gaps that end there are none.
 */
export function withinHorizon(result: Transformed, nowMs: number): Transformed {
  const problemOf = createCheck(nowMs);
  const rejects: Reject[] = [];
  const outside = new Set<number>();
  const records = result.records.filter((record) => {
    const reason = problemOf(record);
    if (reason === null) return true;
    rejects.push({ reason, raw: JSON.stringify(record) });
    outside.add(record.timeMs);
    return false;
  });
  if (rejects.length === 0) return result;
  const gaps = result.gaps.filter(({ fromMs, toMs }) => ![...outside].some((ms) => ms <= fromMs || ms >= toMs));
  return { ...result, records, rejects: [...result.rejects, ...rejects], complete: false, gaps };
}

/** What is wrong with the times of a record, null where nothing is. Bounds are computed once a kind. */
function createCheck(nowMs: number): (record: StreamRecord) => string | null {
  const known = new Map<string, readonly [fromMs: number, toMs: number]>();
  const boundsOf = (record: StreamRecord, kind: string): readonly [number, number] => {
    const before = known.get(kind);
    if (before) return before;
    const { firstYear, aheadMs } = record.kind === 'document' ? DOCUMENTS[record.collection] : horizonOf(record);
    const bounds = [Date.UTC(firstYear, 0), nowMs + aheadMs] as const;
    known.set(kind, bounds);
    return bounds;
  };
  return (record) => {
    const kind = record.kind === 'document' ? record.collection : `${record.series} (${record.revision})`;
    const [fromMs, toMs] = boundsOf(record, kind);
    const isOutside = (ms: number): boolean => ms < fromMs || ms > toMs;
    const said = (field: string, ms: number): string =>
      `${field} of ${kind}: ${iso(ms)} lies outside ${iso(fromMs)} … ${iso(toMs)}`;
    if (isOutside(record.timeMs)) return said('time', record.timeMs);
    if (record.kind === 'document' && record.timeEndMs !== null && isOutside(record.timeEndMs))
      return said('end', record.timeEndMs);
    return null;
  };
}

function horizonOf({ series, revision }: Observation): Horizon {
  const predictedMs = PREDICTED[series as SeriesId] ?? PREDICTED_MS;
  return {
    firstYear: FIRST_YEARS[series as SeriesId] ?? FIRST_YEAR,
    aheadMs: revision === 'predicted' ? predictedMs : MEASURED_MS,
  };
}

/** A date that the calendar has no name for stays a number. */
const iso = (ms: number): string => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms));
