import { makeFrame, numberColumn, timeColumn, type Frame, type Notice, type ObservationsQuery } from '@orrery/contract';
import type { ObservationsStore } from '../../stores/observations.ts';
import { findSeries, type Series } from '../../catalog/series.ts';
import type { QueryContext, QueryHandler } from '../handler.ts';
import { downsample } from './aggregate.ts';

const DEFAULT_POINTS = 1000;

/** `observations`: a series frame per series, at no more than `maxDataPoints` points; extremes survive as `…Min`, `…Max`. */
export function createObservationsHandler(
  store: ObservationsStore,
  noticesOf: (series: string) => readonly Notice[],
): QueryHandler<'observations'> {
  return {
    type: 'observations',
    run: async (query, context) =>
      [...new Set(query.series)].map((name, i) => {
        const series = findSeries(name, `series.${i}`);
        return seriesFrame(series, query, context, store, noticesOf(series.id));
      }),
  };
}

function seriesFrame(
  series: Series,
  query: ObservationsQuery,
  { fromMs, toMs, maxDataPoints }: QueryContext,
  store: ObservationsStore,
  notices: readonly Notice[],
): Frame {
  const all = store.read(series.id, fromMs, toMs);
  const points = query.maxDataPoints ?? maxDataPoints ?? DEFAULT_POINTS;
  const buckets = downsample(all, query.aggregate, fromMs, toMs, points);
  const labels = { series: series.id };
  const number = (name: string, title: string, values: readonly number[]) =>
    numberColumn(name, values, { labels, config: { unit: series.unit, displayNameFromDS: title } });
  const envelope = buckets.length < all.length;
  const columns = [
    timeColumn('time', buckets.map((b) => b.timeMs)),
    number(series.id, series.title, buckets.map((b) => b.value)),
    ...(envelope
      ? [
          number(`${series.id}Min`, `${series.title} min`, buckets.map((b) => b.min)),
          number(`${series.id}Max`, `${series.title} max`, buckets.map((b) => b.max)),
        ]
      : []),
  ]; // prettier-ignore
  const empty: Notice[] = all.length === 0 ? [{ severity: 'info', text: `No ${series.title} in this range.` }] : [];
  const said = [...notices, ...empty];
  return makeFrame(query.refId, series.title, columns, {
    ...(said.length > 0 ? { notices: said } : {}),
    custom: { source: series.source, aggregate: envelope ? query.aggregate : 'none', intervalMs: series.cadenceMs },
  });
}
