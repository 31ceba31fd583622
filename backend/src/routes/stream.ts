import { asOrreryError, FIELD_KINDS, OrreryError, type FieldKind, type QueryRequest } from '@orrery/contract';
import type { Request, RequestHandler } from 'express';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientMessage } from '../http/problem.ts';
import { framesOf, type AnswerDeps } from '../queries/answer.ts';
import { abortedWhenGone } from './query.ts';

const MIN_INTERVAL_MS = 250;
const DEFAULT_INTERVAL_MS = 5000;
/** A day; far below the 2³¹ − 1 ms above which a timer fires at once. */
const MAX_INTERVAL_MS = 86_400_000;
/** Longer than any forecast reaches. */
const AHEAD_MS = 60 * 86_400_000;
/**
 * `GET /api/v1/stream?queryType=…`: server-sent events. Parameters are those of the query, lists comma-separated; every
 * `intervalMs` (250 to a day) each frame with rows newer than the last sent is one `frame` event to append, of a
 * forecast the whole of each new one instead of the last; a wrong query is a problem before the first.
 */
export function streamRoute(deps: AnswerDeps): RequestHandler {
  return async (req, res) => {
    const query = queryOf(req);
    const intervalMs = intervalOf(query);
    const signal = abortedWhenGone(res);
    const wholeForecast = isWholeForecast(query);
    let lastMs = Date.now() - intervalMs;
    let lastForecast = '';
    const tick = async (): Promise<void> => {
      const nowMs = Date.now();
      const span = wholeForecast ? { fromMs: 0, toMs: nowMs + AHEAD_MS } : { fromMs: lastMs + 1, toMs: nowMs };
      const context = { ...span, intervalMs, signal };
      const frames = await framesOf(deps.registry, query, context);
      lastMs = nowMs;
      if (!res.headersSent)
        res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders();
      const filled = frames
        .filter((frame) => (frame.data.values[0]?.length ?? 0) > 0)
        .map((frame) => JSON.stringify(frame));
      const fresh = wholeForecast ? filled.filter((text) => text !== lastForecast) : filled;
      if (wholeForecast) lastForecast = filled[0] ?? lastForecast;
      for (const text of fresh) res.write(`event: frame\ndata: ${text}\n\n`);
      if (fresh.length === 0) res.write(': nothing new\n\n');
      flush(res);
    };
    await tick();
    while (!signal.aborted) {
      await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await tick();
      } catch (thrown) {
        res.end(`event: error\ndata: ${JSON.stringify({ error: clientMessage(asOrreryError(thrown)) })}\n\n`);
        return;
      }
    }
  };
}

/** A forecast lies ahead and is replaced, not continued: it is sent whole whenever another was issued. */
const isWholeForecast = (query: QueryRequest['queries'][number]): boolean =>
  query.queryType === 'forecast' && query['leadHours'] === undefined && query['format'] !== 'marks';

/** The compression middleware holds small writes back unless told otherwise. */
function flush(res: object): void {
  if ('flush' in res && typeof res.flush === 'function') res.flush();
}

const COMMON_NUMBERS: readonly string[] = ['intervalMs', 'maxDataPoints'];

/** The query of the parameters: the kind of each field says how its text is read. */
function queryOf(req: Request): QueryRequest['queries'][number] {
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
function intervalOf({ intervalMs = DEFAULT_INTERVAL_MS }: QueryRequest['queries'][number]): number {
  if (typeof intervalMs === 'number' && intervalMs > 0 && intervalMs <= MAX_INTERVAL_MS)
    return Math.max(MIN_INTERVAL_MS, intervalMs);
  const message = `intervalMs: a stream takes milliseconds above 0, ${MAX_INTERVAL_MS} (a day) at most.`;
  throw new OrreryError('invalidRequest', message, [{ path: 'intervalMs', message }]);
}
