import { asOrreryError, type QueryRequest } from '@orrery/contract';
import type { Request, RequestHandler } from 'express';
import { setTimeout as sleep } from 'node:timers/promises';
import { framesOf, type AnswerDeps } from '../queries/answer.ts';
import { abortedWhenGone } from './query.ts';

const MIN_INTERVAL_MS = 250;
const DEFAULT_INTERVAL_MS = 5000;
/** Longer than any forecast reaches. */
const AHEAD_MS = 60 * 86_400_000;
const LISTS = new Set(['bodies', 'quantities', 'kinds', 'series', 'satellites', 'fields']);
const NUMBERS = new Set(['minElevation', 'intervalMs', 'maxDataPoints', 'maxDistanceLd', 'minDiameterM', 'leadHours']);
const FLAGS = new Set(['refraction', 'visibleOnly', 'envelope']);

/**
 * `GET /api/v1/stream?queryType=…`: server-sent events. Parameters are those of the query, lists comma-separated; every
 * `intervalMs` (at least 250) each frame with rows newer than the last sent is one `frame` event to append, of a
 * forecast the whole of each new one instead of the last; a wrong query is a problem before the first.
 */
export function streamRoute(deps: AnswerDeps): RequestHandler {
  return async (req, res) => {
    const query = queryOf(req);
    const intervalMs = Math.max(MIN_INTERVAL_MS, Number(query['intervalMs'] ?? DEFAULT_INTERVAL_MS));
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
        res.end(`event: error\ndata: ${JSON.stringify({ error: asOrreryError(thrown).message })}\n\n`);
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

function queryOf(req: Request): QueryRequest['queries'][number] {
  const entries = Object.entries(req.query).map(([key, value]): [string, unknown] => {
    const text = Array.isArray(value) ? value.join(',') : String(value);
    if (key === 'satellites') return [key, text.split(',').map((s) => (/^\d+$/.test(s) ? Number(s) : s))];
    if (LISTS.has(key)) return [key, text.split(',')];
    if (NUMBERS.has(key)) return [key, Number(text)];
    return FLAGS.has(key) ? [key, text === 'true'] : [key, text];
  });
  const query = Object.fromEntries(entries);
  return { refId: 'A', queryType: '', ...query };
}
