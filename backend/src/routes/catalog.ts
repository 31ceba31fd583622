import type { RequestHandler } from 'express';
import type { Gateway } from '../gateway/gateway.ts';
import { abortedWhenGone } from './query.ts';

/** `GET /api/v1/catalog`: what can be asked, as of now. */
export const catalogRoute =
  (gateway: Gateway): RequestHandler =>
  async (_req, res) => {
    const { pieces } = await gateway.catalog(abortedWhenGone(res));
    // send(), which tags the answer, so that a client that has it already gets 304.
    res.type('application/json').send(Buffer.concat(pieces));
  };
