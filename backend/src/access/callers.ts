import { createHash, timingSafeEqual } from 'node:crypto';
import { includesScope, isLoopback, OrreryError, type Scope } from '@orrery/contract';
import { ipKeyGenerator } from 'express-rate-limit';
import type { Request, RequestHandler, Response } from 'express';
import type { Config } from '../config.ts';
import type { StateReader } from '../data/readers.ts';
import { findKey, haveKeys } from './keys.ts';

/** Who asks. */
export interface Caller {
  /** For limits and the log: the name of a key, or an address. */
  readonly id: string;
  /** True where it has sent a key that opens something. */
  readonly hasKey: boolean;
  may(scope: Scope): Promise<boolean>;
}

type AccessSettings = Pick<Config, 'host' | 'apiKey' | 'anonymous' | 'insecure'>;

/** The scheme is the same in any case (RFC 9110, 11.1). */
const BEARER = /^bearer +(.+)$/i;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Finds out who asks, for `callerOf`; it refuses nobody. */
export function identifyCaller(config: AccessSettings, state: StateReader): RequestHandler {
  const own = config.apiKey === undefined ? null : digest(config.apiKey);
  return async (req, res, next) => {
    const key = BEARER.exec(req.get('authorization') ?? '')?.[1];
    res.locals['caller'] = key === undefined ? anonymous(req, config, state) : await holderOf(key, own, req, state);
    next();
  };
}

/** Who asks, on every route. */
export const callerOf = (res: Response): Caller => res.locals['caller'] as Caller;

/** Lets callers pass that may do so much: others get 401 without a key that is right, and 403 with one. */
export function needs(scope: Scope): RequestHandler {
  return async (_req, res, next) => {
    const { hasKey, may } = callerOf(res);
    if (await may(scope)) return next();
    if (hasKey) throw new OrreryError('forbidden', `This needs a key with the scope ${scope}; see orrery keys --help.`);
    throw new OrreryError('unauthorized', 'Send an API key of the service as `Authorization: Bearer <key>`.');
  };
}

async function holderOf(key: string, own: Buffer | null, req: Request, state: StateReader): Promise<Caller> {
  if (own !== null && timingSafeEqual(digest(key), own)) return named('ORRERY_API_KEY', 'admin');
  const found = await findKey(state, key, Date.now());
  return found === null
    ? { id: addressOf(req), hasKey: false, may: async () => false }
    : named(found.name, found.scope);
}

const named = (name: string, had: Scope): Caller => ({
  id: `key ${name}`,
  hasKey: true,
  may: async (scope) => includesScope(had, scope),
});

/**
 * Who sends no key reads where the configuration says so, and by default on an address that only this machine reaches;
 * there it may do all as long as no key has been made.
 */
function anonymous(
  req: Request,
  { host, apiKey, anonymous: said, insecure }: AccessSettings,
  state: StateReader,
): Caller {
  const keyless = apiKey === undefined && said === undefined;
  const reads = said === 'read' || (keyless && (isLoopback(host) || insecure));
  return {
    id: addressOf(req),
    hasKey: false,
    may: async (scope) => (scope === 'read' ? reads : keyless && isLoopback(host) && !(await haveKeys(state))),
  };
}

/** An IPv6 caller has a whole network of addresses. */
const addressOf = ({ ip = '' }: Request): string => `address ${ipKeyGenerator(ip)}`;
