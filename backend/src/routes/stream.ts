import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FIELD_KINDS, HOUR_MS, OrreryError, type FieldKind } from '@orrery/contract';
import type { Request, RequestHandler, Response } from 'express';
import type { Answered, Gateway } from '../gateway/gateway.ts';
import type { EncodedFrame, RawQuery, RequestSpan } from '../pool/task.ts';
import { abortedWhenGone } from './query.ts';
import { callerOf } from '../access/callers.ts';
import { errorOf } from '../http/problem.ts';
import { createStreamPlaces } from './stream-places.ts';

const MIN_INTERVAL_MS = 250;
const DEFAULT_INTERVAL_MS = 5000;
/** A day; far below the 2³¹ − 1 ms above which a timer fires at once. */
const MAX_INTERVAL_MS = 86_400_000;
/** Longer than any forecast reaches. */
const AHEAD_MS = 60 * 86_400_000;
/** Proxies close connections on which nothing comes for a minute. */
const HEARTBEAT_MS = 15_000;
/** What may wait for a slow reader, bytes, before it is dropped. */
const MAX_BACKLOG_BYTES = 4_000_000;
/** Time for a slow reader to take the last event, ms. */
const FAREWELL_MS = 5000;
/** A table of elements tells their age: it is sent again this often, or when there are others. */
const SNAPSHOT_MS = 6 * HOUR_MS;

/**
 * `GET /api/v1/stream?queryType=…`: server-sent events. Parameters are those of the query, lists comma-separated; every
 * `intervalMs` (250 to a day) each frame with rows newer than the last sent is one `frame` event to append; what is not
 * a series in time, and a forecast, is sent whole, and only when it has changed. A wrong query is a problem before the
 * first; a reader that is too slow gets an `error` event and is dropped.
 */
export function streamRoute(gateway: Gateway, maxStreams: number): RequestHandler {
  const places = createStreamPlaces(maxStreams);
  return async (req, res) => {
    const query = queryOf(req);
    const intervalMs = intervalOf(query);
    const signal = abortedWhenGone(res);
    const leave = places.take(callerOf(res).id);
    try {
      await follow({ gateway, query, intervalMs, caller: callerOf(res).id, res, signal });
    } finally {
      leave();
    }
  };
}

interface Following {
  readonly gateway: Gateway;
  readonly query: RawQuery;
  readonly intervalMs: number;
  readonly caller: string;
  readonly res: Response;
  readonly signal: AbortSignal;
}

async function follow({ gateway, query, intervalMs, caller, res, signal }: Following): Promise<void> {
  const isNews = createNews();
  let lastMs = Date.now() - intervalMs;
  const look = async (): Promise<Answered> => {
    const nowMs = Date.now();
    const span = { ...spanOf(query, lastMs, nowMs), intervalMs };
    const [admitted] = await gateway.admit([query], span);
    const answered = admitted === undefined ? { frames: [] } : await gateway.answer(admitted, span, caller, signal);
    lastMs = nowMs;
    return answered;
  };
  const first = await look();
  if ('failure' in first) throw errorOf(first.failure);
  res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders();
  const heartbeat = setInterval(() => send(res, [': alive\n\n']), HEARTBEAT_MS);
  try {
    for (let answered: Answered = first; ; answered = await look()) {
      if (signal.aborted) return;
      if ('failure' in answered) return farewell(res, answered.failure.error);
      if (res.writableLength > MAX_BACKLOG_BYTES) return farewell(res, SLOW);
      answered.frames.forEach((frame, i) => {
        if (frame.rows > 0 && isNews(i, frame)) send(res, ['event: frame\ndata: ', ...frame.pieces, '\n\n']);
      });
      await sleep(intervalMs, undefined, { signal });
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  } finally {
    clearInterval(heartbeat);
  }
}

const SLOW = `This reader is too slow: more than ${MAX_BACKLOG_BYTES / 1e6} MB wait for it. The stream ends here.`;

/** The range of a look: what is new since the last one, or all there is of what is no series in time. */
function spanOf(query: RawQuery, lastMs: number, nowMs: number): RequestSpan {
  if (isWholeForecast(query)) return { fromMs: 0, toMs: nowMs + AHEAD_MS };
  if (query.queryType !== 'satelliteElements') return { fromMs: lastMs + 1, toMs: nowMs };
  const sinceMs = Math.floor(nowMs / SNAPSHOT_MS) * SNAPSHOT_MS;
  return { fromMs: sinceMs, toMs: sinceMs };
}

/** Tells whether a frame differs from the last one in its place. */
function createNews(): (place: number, frame: EncodedFrame) => boolean {
  const digests = new Map<number, string>();
  return (place, { pieces }) => {
    const hash = createHash('sha1');
    for (const piece of pieces) hash.update(piece);
    const digest = hash.digest('base64');
    if (digests.get(place) === digest) return false;
    digests.set(place, digest);
    return true;
  };
}

function farewell(res: Response, error: string): void {
  res.end(`event: error\ndata: ${JSON.stringify({ error })}\n\n`);
  setTimeout(() => res.destroy(), FAREWELL_MS).unref();
}

/** A forecast lies ahead and is replaced, not continued: it is sent whole whenever another was issued. */
const isWholeForecast = (query: RawQuery): boolean =>
  query.queryType === 'forecast' && query['leadHours'] === undefined && query['format'] !== 'marks';

/** Writes at once: the compression middleware holds small writes back unless told otherwise. */
function send(res: Response, parts: readonly (string | Uint8Array)[]): void {
  for (const part of parts) res.write(part);
  if ('flush' in res && typeof res.flush === 'function') res.flush();
}

const COMMON_NUMBERS: readonly string[] = ['intervalMs', 'maxDataPoints'];

/** The query of the parameters: the kind of each field says how its text is read. */
function queryOf(req: Request): RawQuery {
  const entries = Object.entries(req.query).map(([name, value]): [string, unknown] => {
    const text = Array.isArray(value) ? value.join(',') : String(value);
    return [name, valueOf(COMMON_NUMBERS.includes(name) ? 'number' : FIELD_KINDS.get(name), text)];
  });
  return { refId: 'A', queryType: '', ...Object.fromEntries(entries) };
}

function valueOf(kind: FieldKind | undefined, text: string): unknown {
  switch (kind) {
    case 'choices':
    case 'instants':
      return text.split(',');
    case 'satellites':
      return text.split(',').map((one) => (/^\d+$/.test(one) ? Number(one) : one));
    case 'number':
      return text.trim() === '' ? text : Number(text);
    case 'switch':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    default:
      return text;
  }
}

/** Milliseconds between two looks; throws `invalidRequest` out of bounds. */
function intervalOf({ intervalMs = DEFAULT_INTERVAL_MS }: RawQuery): number {
  if (typeof intervalMs === 'number' && intervalMs > 0 && intervalMs <= MAX_INTERVAL_MS)
    return Math.max(MIN_INTERVAL_MS, intervalMs);
  const message = `intervalMs: a stream takes milliseconds above 0, ${MAX_INTERVAL_MS} (a day) at most.`;
  throw new OrreryError('invalidRequest', message, [{ path: 'intervalMs', message }]);
}
