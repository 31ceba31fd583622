import { keyTermsSchema } from '@orrery/contract';
import type { Request, RequestHandler } from 'express';
import type { Operator } from '../data/operator.ts';
import { parseRequest } from '../queries/parse.ts';

const parameter = (req: Request, name: string): string => String(req.params[name]);

/** What changes the pipeline and says who may ask; each route needs the scope `admin`. */
export function createAdminHandlers(
  operator: Operator,
): Readonly<Record<'stops' | 'resume' | 'keys' | 'createKey' | 'revokeKey', RequestHandler>> {
  return {
    stops: async (_req, res) => void res.json({ stops: await operator.stops() }),
    resume: async (req, res) => void res.json({ resumed: await operator.resume(parameter(req, 'provider')) }),
    keys: async (_req, res) => void res.json({ keys: await operator.keys() }),
    createKey: async (req, res) => {
      const key = await operator.createKey(parameter(req, 'name'), parseRequest(keyTermsSchema, req.body));
      res.status(201).set('cache-control', 'no-store').json({ key });
    },
    revokeKey: async (req, res) => void res.json({ revoked: await operator.revokeKey(parameter(req, 'name')) }),
  };
}
