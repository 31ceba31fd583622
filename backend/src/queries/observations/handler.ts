import {
  makeFrame,
  numberColumn,
  timeColumn,
  type Frame,
  type Notice,
  type ObservationsQuery,
  type SeriesEntry,
  throwIfAborted,
} from '@orrery/contract';
import { findSeries } from '../../catalog/series.ts';
import type { Readers } from '../../data/readers.ts';
import { iso, spanWords } from '../../text.ts';
import type { QueryContext, QueryHandler } from '../handler.ts';
import { DEFAULT_POINTS } from './points.ts';
import { readSeries, type ReadSeries } from './read.ts';

/** A value is late when the next one should have been here twice over, and a little time to publish it has passed. */
const STALE_INTERVALS = 2;
const PUBLISHING_MS = 3_600_000;
/** Series of a minute are published within minutes. */
const MAX_PUBLISHING_INTERVALS = 10;

type ObservationReaders = Pick<Readers, 'series' | 'archive' | 'catalog' | 'now'>;

/**
 * `observations`: a series frame per series, at no more than `maxDataPoints` points; extremes survive as `…Min`,
 * `…Max`.
 */
export function createObservationsHandler(
  readers: ObservationReaders,
  limits: { readonly maxPoints: number },
): QueryHandler<'observations'> {
  return {
    async run(query, context) {
      const known = await readers.catalog.series();
      const wanted = [...new Set(query.series)].map((name, i) => findSeries(known, name, `series.${i}`));
      const frames: Frame[] = [];
      for (const entry of wanted) {
        throwIfAborted(context.signal);
        frames.push(await seriesFrame(readers, entry, query, context, limits.maxPoints));
      }
      return frames;
    },
  };
}

async function seriesFrame(
  readers: ObservationReaders,
  entry: SeriesEntry,
  query: ObservationsQuery,
  { fromMs, toMs, maxDataPoints }: QueryContext,
  maxPoints: number,
): Promise<Frame> {
  const points = query.maxDataPoints ?? maxDataPoints ?? DEFAULT_POINTS;
  const read = await readSeries(readers, { entry, fromMs, toMs, points, maxPoints, query });
  const notices = [
    ...(await readers.catalog.notices(entry)),
    ...(await freshness(readers, entry, toMs)),
    ...(read.points.length === 0 ? [noData(entry, query)] : []),
  ];
  const aggregated = read.from !== 'raw';
  return makeFrame(query.refId, entry.title, columnsOf(entry, query, read), {
    ...(notices.length > 0 ? { notices } : {}),
    custom: {
      source: entry.source,
      aggregate: aggregated ? query.aggregate : 'none',
      intervalMs: read.intervalMs,
      cadenceMs: entry.cadenceMs,
      readFrom: read.from,
      ...(query.revision === undefined ? {} : { revision: query.revision }),
    },
  });
}

function columnsOf(entry: SeriesEntry, { revision, envelope }: ObservationsQuery, { points, from }: ReadSeries) {
  const labels = { series: entry.id, ...(revision === undefined ? {} : { revision }) };
  const number = (name: string, title: string, values: readonly (number | null)[]) =>
    numberColumn(name, values, { labels, config: { unit: entry.unit, displayNameFromDS: title } });
  const extremes = from === 'raw' || !envelope ? [] : (['min', 'max'] as const);
  return [
    timeColumn(
      'time',
      points.map(({ timeMs }) => timeMs),
    ),
    number(
      entry.id,
      entry.title,
      points.map(({ value }) => value),
    ),
    ...extremes.map((which) =>
      number(
        `${entry.id}${which === 'min' ? 'Min' : 'Max'}`,
        `${entry.title} ${which}`,
        points.map((point) => point[which]),
      ),
    ),
  ];
}

/**
 * Tells when the range should hold newer values than there are; a range that ends in the past is as fresh as it can be.
 */
async function freshness({ series, now }: ObservationReaders, entry: SeriesEntry, toMs: number): Promise<Notice[]> {
  const newest = await series.newest(entry.id);
  if (newest === null) return [];
  const graceMs = Math.min(PUBLISHING_MS, MAX_PUBLISHING_INTERVALS * entry.cadenceMs);
  const ageMs = Math.min(toMs, now()) - newest.timeMs;
  if (ageMs <= STALE_INTERVALS * entry.cadenceMs + graceMs) return [];
  const text = `${entry.title} is stale: the newest value is of ${iso(newest.timeMs)}; the source gives one every ${spanWords(entry.cadenceMs).replace(/^1 /, '')}.`;
  return [{ severity: 'warning', text }];
}

const noData = (entry: SeriesEntry, { revision }: ObservationsQuery): Notice => ({
  severity: 'info',
  text: `No ${entry.title} in this range${revision === undefined ? '' : ` of the revision ${revision}`}.`,
});
