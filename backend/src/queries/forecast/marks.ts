import {
  FORECAST_TARGETS,
  makeFrame,
  stringColumn,
  timeColumn,
  type ForecastQuery,
  type Frame,
} from '@orrery/contract';
import type { Issued } from '../../data/forecasts.ts';
import type { Readers } from '../../data/readers.ts';
import { iso } from '../../text.ts';
import type { QueryContext } from '../handler.ts';

interface Mark {
  readonly timeMs: number;
  readonly kind: 'now' | 'issued';
  readonly title: string;
  readonly text: string;
}

interface Request {
  readonly readers: Pick<Readers, 'now'>;
  readonly query: ForecastQuery;
  readonly context: QueryContext;
}

/** Marks for annotations: now, and when the forecast was issued; those within the range. */
export function marksFrame({ readers, query, context }: Request, issued: Issued | null): Frame {
  const { title } = FORECAST_TARGETS[query.target];
  const all: Mark[] = [
    { timeMs: readers.now(), kind: 'now', title: 'Now', text: 'Before: measured. After: forecast.' },
  ];
  if (issued) {
    const { body } = issued;
    const lacks = body.missing.length > 0 ? [`without ${body.missing.join(', ')}`] : [];
    const text = [`${body.model} ${body.version}`, ...lacks, ...body.notices].join(' · ');
    all.push({ timeMs: body.issuedAtMs, kind: 'issued', title: `Forecast of ${title} issued`, text });
  }
  const marks = all
    .filter(({ kind }) => query.kinds?.includes(kind) ?? true)
    .filter(({ timeMs }) => timeMs >= context.fromMs && timeMs <= context.toMs)
    .sort((a, b) => a.timeMs - b.timeMs);
  const columns = [
    timeColumn(
      'time',
      marks.map(({ timeMs }) => timeMs),
    ),
    stringColumn(
      'kind',
      marks.map(({ kind }) => kind),
    ),
    stringColumn(
      'title',
      marks.map((mark) => mark.title),
    ),
    stringColumn(
      'text',
      marks.map(({ text }) => text),
    ),
  ];
  return makeFrame(query.refId, `${title} forecast marks`, columns, {
    preferredVisualisationType: 'table',
    custom: { source: 'Orrery', ...(issued ? { issuedAt: iso(issued.body.issuedAtMs) } : {}) },
  });
}
