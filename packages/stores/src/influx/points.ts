import { OrreryError, REVISIONS, type Observation, type Revision } from '@orrery/contract';
import type { SeriesPoint } from '../ports/index.ts';
import type { InfluxGroup } from './connection.ts';

/**
 * A point is `observation,series=…,revision=… value=…`: two tags, whose combinations are the series times at most four,
 * and one field. The source is not a tag: a series that changes its source would have two values at one moment.
 */
export const MEASUREMENT = 'observation';

/**
 * Line protocol has no null, and a gap must replace the value of its key. So a gap is a number far below any value of a
 * series; a second field would halve the ingest rate.
 */
const GAP = -1e99;
/** Between gaps and values, whatever the rounding of a decimal. */
const GAP_LIMIT = -1e98;
/** The same for InfluxQL, which has no exponents. */
const GAP_LIMIT_LITERAL = `-1${'0'.repeat(98)}.0`;
export const IS_VALUE = `value > ${GAP_LIMIT_LITERAL}`;
export const IS_GAP = `value < ${GAP_LIMIT_LITERAL}`;

/**
 * Points as line protocol with times in ms. @throws OrreryError invalidRequest for what line protocol cannot represent
 */
export function toLines(points: readonly Observation[]): string {
  let lines = '';
  let [series, revision, key] = ['', '', ''];
  for (const point of points) {
    const { value, timeMs } = point;
    if (value !== null && !(value > GAP_LIMIT && value < Infinity))
      throw new OrreryError(
        'invalidRequest',
        `${point.series}: ${value} cannot be stored; finite values above ${GAP_LIMIT} can.`,
      );
    if (point.series !== series || point.revision !== revision) {
      ({ series, revision } = point);
      key = `${MEASUREMENT},revision=${revision},series=${tagValue(series)} value=`;
    }
    lines += `${key}${value ?? GAP} ${timeMs}\n`;
  }
  return lines;
}

const escaped = new Map<string, string>();
const ESCAPED_KEPT = 10_000;

/** Names repeat in every batch, so their escaped forms are cached. */
export function tagValue(name: string): string {
  const known = escaped.get(name);
  if (known !== undefined) return known;
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  if (name === '' || name.endsWith('\\') || /[\u0000-\u001f]/.test(name))
    throw new OrreryError(
      'invalidRequest',
      `Series ${JSON.stringify(name)}: a name has no control characters and no \\ at its end.`,
    );
  const made = name.replaceAll(/[,= ]/g, '\\$&');
  if (escaped.size >= ESCAPED_KEPT) escaped.clear();
  escaped.set(name, made);
  return made;
}

/** A string of InfluxQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Condition on series and time, both ends included. */
export function within(series: string, fromMs: number, toMs: number): string {
  return `${ofSeries(series)} AND time >= ${moment(fromMs)} AND time <= ${moment(toMs)}`;
}

export const ofSeries = (series: string): string => `"series" = ${quoted(series)}`;

/** InfluxDB stores 64-bit nanoseconds: 1677 to 2262. Bounds beyond are clamped. */
const EARLIEST_MS = Date.UTC(1678, 0, 1);
const LATEST_MS = Date.UTC(2262, 0, 1);
const moment = (ms: number): string => `'${new Date(Math.min(Math.max(ms, EARLIEST_MS), LATEST_MS)).toISOString()}'`;

export function revisionOf({ tags }: InfluxGroup): Revision {
  const revision = REVISIONS.find((known) => known === tags?.['revision']);
  if (revision === undefined)
    throw new OrreryError('defect', `InfluxDB has a point of the unknown revision ${tags?.['revision']}.`);
  return revision;
}

/**
 * The best revision of each moment in chronological order, from groups (one per revision) of [time, value] in
 * chronological order.
 */
export function mergeRevisions(groups: readonly InfluxGroup[]): SeriesPoint[] {
  const byRank = [...groups].sort((a, b) => REVISIONS.indexOf(revisionOf(b)) - REVISIONS.indexOf(revisionOf(a)));
  if (byRank.length === 1) return pointsOf(byRank[0]!);
  const best = new Map<number, SeriesPoint>();
  for (const point of byRank.flatMap(pointsOf)) if (!best.has(point.timeMs)) best.set(point.timeMs, point);
  return [...best.values()].sort((a, b) => a.timeMs - b.timeMs);
}

function pointsOf(group: InfluxGroup): SeriesPoint[] {
  const revision = revisionOf(group);
  return group.values.map(([timeMs, value]) => ({
    timeMs: timeMs!,
    value: value! < GAP_LIMIT ? null : value!,
    revision,
  }));
}
