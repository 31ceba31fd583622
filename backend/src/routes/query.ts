import { once } from 'node:events';
import { OrreryError, queryRequestSchema, type QueryRequest } from '@orrery/contract';
import type { RequestHandler, Response } from 'express';
import { callerOf } from '../access/callers.ts';
import type { Answered, Gateway } from '../gateway/gateway.ts';
import type { RequestSpan } from '../pool/task.ts';
import { parseRequest } from '../queries/parse.ts';

/** A client that takes nothing for so long has its connection closed, ms: its answer is held in memory until then. */
const SLOW_READER_MS = 60_000;

/** `POST /api/v1/query`: all queries of a request, each with frames or its own error, written as they are computed. */
export function queryRoute(gateway: Gateway, maxQueries: number): RequestHandler {
  return async (req, res) => {
    const { queries, ...request } = requestOf(req.body, maxQueries);
    const span = spanOf(request);
    const signal = abortedWhenGone(res);
    const admitted = await gateway.admit(queries, span);
    let before = '{"results":{';
    for (const [refId, one] of new Map(admitted.map((entry) => [entry.raw.refId, entry]))) {
      const answered = await gateway.answer(one, span, callerOf(res).id, signal);
      if (signal.aborted) return;
      if (!res.headersSent) begin(res, answered);
      await write(res, `${before}${JSON.stringify(refId)}:`, signal);
      before = ',';
      if (!(await writeAnswer(res, answered, signal))) return;
    }
    // Not res.json(): a hash of every large answer for an ETag that no POST can use would cost as much as the answer.
    if (!res.headersSent) res.type('application/json');
    res.end(before === ',' ? '}}' : `${before}}}`);
  };
}

function begin(res: Response, answered: Answered): void {
  const seconds = 'failure' in answered ? answered.failure.retryAfterSeconds : undefined;
  if (seconds !== undefined) res.set('retry-after', String(seconds));
  res.type('application/json');
}

/** False where the client has gone. */
async function writeAnswer(res: Response, answered: Answered, signal: AbortSignal): Promise<boolean> {
  if ('failure' in answered) return write(res, JSON.stringify(answered.failure), signal);
  await write(res, '{"status":200,"frames":[', signal);
  for (const [i, { pieces }] of answered.frames.entries()) {
    if (i > 0) await write(res, ',', signal);
    for (const piece of pieces) if (!(await write(res, piece, signal))) return false;
  }
  return write(res, ']}', signal);
}

/** Writes and waits until the client has taken enough of it; false where it has gone, or was too slow. */
async function write(res: Response, data: string | Uint8Array, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  if (res.write(data)) return true;
  try {
    await once(res, 'drain', { signal: AbortSignal.any([signal, AbortSignal.timeout(SLOW_READER_MS)]) });
    return true;
  } catch {
    res.destroy();
    return false;
  }
}

function requestOf(body: unknown, maxQueries: number): QueryRequest {
  const request = parseRequest(queryRequestSchema, body ?? {});
  const { length } = request.queries;
  if (length > maxQueries) {
    throw new OrreryError('tooLarge', `${length} queries are more than the limit of ${maxQueries} (maxQueries).`);
  }
  return request;
}

const spanOf = ({ from, to, maxDataPoints, intervalMs }: Omit<QueryRequest, 'queries'>): RequestSpan => ({
  fromMs: from,
  toMs: to,
  ...(maxDataPoints === undefined ? {} : { maxDataPoints }),
  ...(intervalMs === undefined ? {} : { intervalMs }),
});

/** A signal that is aborted when the connection closes before the answer has been sent. */
export function abortedWhenGone(res: Response): AbortSignal {
  const controller = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) controller.abort();
  });
  return controller.signal;
}
