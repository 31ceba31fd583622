import { OrreryError, queryRequestSchema, type QueryRequest } from '@orrery/contract';
import type { RequestHandler, Response } from 'express';
import { answerRequest, type AnswerDeps } from '../queries/answer.ts';
import { parseRequest } from '../queries/parse.ts';

/** `POST /api/v1/query`: all queries of a request, each with frames or its own error. */
export function queryRoute(deps: AnswerDeps, maxQueries: number): RequestHandler {
  return async (req, res) => {
    const request = requestOf(req.body, maxQueries);
    const signal = abortedWhenGone(res);
    const answer = await answerRequest(deps, request, signal);
    if (signal.aborted) return;
    // Not res.json(): a hash of every large answer for an ETag that no POST can use would cost as much as the answer.
    res.type('application/json').end(JSON.stringify(answer));
  };
}

function requestOf(body: unknown, maxQueries: number): QueryRequest {
  const request = parseRequest(queryRequestSchema, body ?? {});
  const { length } = request.queries;
  if (length > maxQueries) {
    throw new OrreryError('tooLarge', `${length} queries are more than the limit of ${maxQueries} (maxQueries).`);
  }
  return request;
}

/** A signal that is aborted when the connection closes before the answer has been sent. */
export function abortedWhenGone(res: Response): AbortSignal {
  const controller = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) controller.abort();
  });
  return controller.signal;
}
