import {
  FORECAST_TARGETS,
  makeFrame,
  timeColumn,
  type ForecastQuery,
  type Frame,
  type Notice,
  HOUR_MS,
} from '@orrery/contract';
import { issuedForecasts, latestForecast, type Issued } from '../../data/forecasts.ts';
import type { Readers } from '../../data/readers.ts';
import { iso } from '../../text.ts';
import type { QueryContext, QueryHandler } from '../handler.ts';
import { assertLead } from '../leads.ts';
import type { RowLimit } from '../tables.ts';
import { chosenFields, forecastColumns, type ForecastRow } from './fields.ts';
import { marksFrame } from './marks.ts';
import { noneNotice, rangeNotices, saidNotices, staleNotices } from './notices.ts';

/** Who says these numbers. */
export const FORECAST_SOURCE = 'Orrery forecast';

interface Request extends RowLimit {
  readonly readers: Pick<Readers, 'documents' | 'state' | 'now'>;
  readonly query: ForecastQuery;
  readonly context: QueryContext;
}

/**
 * `forecast`: what was said of the future, as it was issued. A query names a moment of issue, a lead, or neither: then
 * it is the latest by now, for the range of an alert rule may lie wholly in the future.
 */
export function createForecastHandler(readers: Request['readers'], { maxObjects }: RowLimit): QueryHandler<'forecast'> {
  return {
    async run(query, context) {
      const request = { readers, query, context, maxObjects };
      if (query.leadHours !== undefined) return [await leadFrame(request, query.leadHours)];
      const issued = await findIssued(request);
      return [query.format === 'marks' ? marksFrame(request, issued) : issuedFrame(request, issued)];
    },
  };
}

function findIssued({ readers, query, context, maxObjects }: Request): Promise<Issued | null> {
  const atMs = query.issuedAt ?? Math.min(readers.now(), context.toMs);
  return latestForecast(readers, query, atMs, maxObjects);
}

function issuedFrame({ readers, query, context }: Request, issued: Issued | null): Frame {
  const { target, refId } = query;
  const { title } = FORECAST_TARGETS[target];
  const fields = chosenFields(target, query.fields);
  const name = `${title} forecast`;
  if (issued === null) {
    const columns = forecastColumns(target, fields, [], { target });
    return frameOf(refId, name, [timeColumn('time', []), ...columns], [noneNotice(query)], {});
  }
  const { body } = issued;
  const rows = rowsWithin(body, context);
  const labels = { target, model: body.model, version: body.version };
  const notices = [
    ...(query.issuedAt === undefined ? staleNotices(body, Math.min(readers.now(), context.toMs)) : []),
    ...saidNotices(body),
    ...rangeNotices(body, rows.length),
  ];
  const time = timeColumn(
    'time',
    rows.map(({ index }) => body.validAtMs[index] ?? null),
  );
  const custom = {
    issuedAt: iso(body.issuedAtMs),
    model: body.model,
    version: body.version,
    missing: body.missing,
    official: body.official,
    retrievedAt: iso(issued.retrievedAtMs),
  };
  return frameOf(refId, name, [time, ...forecastColumns(target, fields, rows, labels)], notices, custom);
}

/** Rows whose step begins within the range. */
function rowsWithin(body: Issued['body'], { fromMs, toMs }: QueryContext): readonly ForecastRow[] {
  return body.validAtMs.flatMap((validAt, index) => (validAt < fromMs || validAt > toMs ? [] : [{ body, index }]));
}

/** For every moment of the range what was said of it so many hours ahead. */
async function leadFrame({ readers, query, context, maxObjects }: Request, leadHours: number): Promise<Frame> {
  const { target, refId } = query;
  assertLead(query);
  const fields = chosenFields(target, query.fields);
  const { stepMs, title } = FORECAST_TARGETS[target];
  const aheadMs = leadHours * HOUR_MS - stepMs;
  const toMs = Math.min(context.toMs - aheadMs, query.issuedAt ?? Infinity);
  const read = await issuedForecasts(readers, query, context.fromMs - aheadMs, toMs, maxObjects);
  const rows = read.issued.flatMap(({ body }): ForecastRow[] => {
    const index = body.leadHours.indexOf(leadHours);
    return index < 0 ? [] : [{ body, index }];
  });
  const versions = [...new Set(rows.map(({ body }) => body.version))];
  const models = [...new Set(rows.map(({ body }) => body.model))];
  // A label must hold for the whole series: where models took turns it names none.
  const labels = {
    target,
    leadHours: String(leadHours),
    ...(models.length === 1 ? { model: models[0] ?? '' } : {}),
    ...(versions.length === 1 ? { version: versions[0] ?? '' } : {}),
  };
  const text = `Nothing was forecast ${leadHours} h ahead for this range.`;
  const notices: Notice[] = rows.length === 0 ? [{ severity: 'info', text }] : [];
  if (read.cut)
    notices.push({ severity: 'warning', text: `Only the newest ${maxObjects} forecasts (maxObjects) were looked at.` });
  const time = timeColumn(
    'time',
    rows.map(({ body, index }) => body.validAtMs[index] ?? null),
  );
  const columns = forecastColumns(target, fields, rows, labels, `, ${leadHours} h ahead`);
  const lacking = rows.filter(({ body }) => body.missing.length > 0).length;
  const custom = { leadHours, versions, models, lacking };
  return frameOf(refId, `${title} forecast, ${leadHours} h ahead`, [time, ...columns], notices, custom);
}

function frameOf(
  refId: string,
  name: string,
  columns: Parameters<typeof makeFrame>[2],
  notices: readonly Notice[],
  custom: Readonly<Record<string, unknown>>,
): Frame {
  return makeFrame(refId, name, columns, {
    ...(notices.length > 0 ? { notices } : {}),
    custom: { source: FORECAST_SOURCE, ...custom },
  });
}
