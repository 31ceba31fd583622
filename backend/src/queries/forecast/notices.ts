import { FORECAST_TARGETS, type ForecastBody, type ForecastQuery, type Notice } from '@orrery/contract';
import { iso, spanWords } from '../../text.ts';

/**
 * A forecast is stale when the next one should have been issued twice over, and a little time for late inputs has
 * passed.
 */
const STALE_STEPS = 2;
const GRACE_MS = 3_600_000;

/** How old a forecast may grow before it is told to be stale, ms. */
export const staleAfterMs = ({ target }: Pick<ForecastBody, 'target'>): number =>
  STALE_STEPS * FORECAST_TARGETS[target].stepMs + GRACE_MS;

/** The forecast gives no number at all: it abstained. */
const abstained = ({ value }: ForecastBody): boolean => value.every((one) => one === null);

export function noneNotice({ target, issuedAt, model, version }: ForecastQuery): Notice {
  const of = [model, version].filter((one) => one !== undefined).join(' ');
  const until = issuedAt === undefined ? ' yet' : ` until ${iso(issuedAt)}`;
  const text = `No forecast of ${FORECAST_TARGETS[target].title}${of === '' ? '' : ` by ${of}`} was issued here${until}.`;
  return { severity: 'info', text };
}

/** Tells when a newer forecast should be here. */
export function staleNotices(body: ForecastBody, nowMs: number): readonly Notice[] {
  if (nowMs - body.issuedAtMs <= staleAfterMs(body)) return [];
  const { title, stepMs } = FORECAST_TARGETS[body.target];
  const every = spanWords(stepMs).replace(/^1 /, '');
  const text = `The forecast of ${title} is stale: it was issued at ${iso(body.issuedAtMs)}; one is due every ${every}.`;
  return [{ severity: 'warning', text }];
}

/** What the forecast says of itself: that it abstained, what it lacked, and why. */
export function saidNotices(body: ForecastBody): readonly Notice[] {
  const severity = abstained(body) || body.missing.length > 0 ? 'warning' : 'info';
  const texts = [
    ...(abstained(body) ? ['The model abstained: too little is known to say anything.'] : []),
    ...(body.missing.length > 0 ? [`Inputs missing when it was issued: ${body.missing.join(', ')}.`] : []),
    ...body.notices,
  ];
  return texts.map((text) => ({ severity, text }));
}

/** Tells where the range holds none of the rows, and where they are. */
export function rangeNotices({ target, issuedAtMs, validAtMs }: ForecastBody, rows: number): readonly Notice[] {
  if (rows > 0 || validAtMs.length === 0) return [];
  const { title } = FORECAST_TARGETS[target];
  const text = `The forecast of ${title} issued at ${iso(issuedAtMs)} covers ${iso(Math.min(...validAtMs))} to ${iso(Math.max(...validAtMs))}, which this range does not touch.`;
  return [{ severity: 'info', text }];
}
