import { createHash, timingSafeEqual } from 'node:crypto';
import { includesScope, isLoopback, OrreryError, type Scope } from '@orrery/contract';
import { ipKeyGenerator } from 'express-rate-limit';
import type { Request, RequestHandler, Response } from 'express';
import type { Config } from '../config.ts';
import type { StateReader } from '../data/readers.ts';
import { findKey, haveKeys } from './keys.ts';
import { createTokenReader, isToken } from './tokens.ts';

/** Who asks. */
export interface Caller {
  /** For limits and the log: the name of a key, the subject of a token, or an address. */
  readonly id: string;
  /** True where it has sent a key or a token that is right, whatever it opens. */
  readonly hasKey: boolean;
  may(scope: Scope): Promise<boolean>;
}

type AccessSettings = Pick<
  Config,
  'host' | 'apiKey' | 'oidcIssuer' | 'oidcAudience' | 'oidcScopeClaim' | 'anonymous' | 'insecure'
>;

/** The scheme is the same in any case (RFC 9110, 11.1). */
const BEARER = /^bearer +(.+)$/i;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Finds out who asks, for `callerOf`; it refuses nobody. */
export function identifyCaller(config: AccessSettings, state: StateReader): RequestHandler {
  const holderOf = createHolders(config, state);
  return async (req, res, next) => {
    const bearer = BEARER.exec(req.get('authorization') ?? '')?.[1];
    res.locals['caller'] =
      bearer === undefined ? anonymous(req, config, state) : ((await holderOf(bearer)) ?? stranger(req));
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
    if (hasKey)
      throw new OrreryError('forbidden', `This needs a key or token with the scope ${scope}; see orrery keys --help.`);
    throw new OrreryError('unauthorized', 'Send an API key of the service as `Authorization: Bearer <key>`.');
  };
}

/** Who holds what was sent: the key of the configuration, a token of the issuer or a key that was made; else null. */
function createHolders(config: AccessSettings, state: StateReader): (bearer: string) => Promise<Caller | null> {
  const { apiKey, oidcIssuer: issuer, oidcAudience: audience = '', oidcScopeClaim: scopeClaim } = config;
  const own = apiKey === undefined ? null : digest(apiKey);
  const readToken = issuer === undefined ? null : createTokenReader({ issuer, audience, scopeClaim });
  return async (bearer) => {
    if (own !== null && timingSafeEqual(digest(bearer), own)) return holder('key ORRERY_API_KEY', 'admin');
    if (readToken !== null && isToken(bearer)) {
      const token = await readToken(bearer);
      return token && holder(`token of ${token.subject}`, token.scope);
    }
    const key = await findKey(state, bearer, Date.now());
    return key && holder(`key ${key.name}`, key.scope);
  };
}

const holder = (id: string, had: Scope | null): Caller => ({
  id,
  hasKey: true,
  may: async (scope) => had !== null && includesScope(had, scope),
});

/** Who has sent what opens nothing. */
const stranger = (req: Request): Caller => ({ id: addressOf(req), hasKey: false, may: async () => false });

/**
 * Who sends no key reads where the configuration says so, and by default on an address that only this machine reaches;
 * there it may do all as long as no key has been made.
 */
function anonymous(
  req: Request,
  { host, apiKey, oidcIssuer, anonymous: said, insecure }: AccessSettings,
  state: StateReader,
): Caller {
  const keyless = apiKey === undefined && oidcIssuer === undefined && said === undefined;
  const reads = said === 'read' || (keyless && (isLoopback(host) || insecure));
  return {
    id: addressOf(req),
    hasKey: false,
    may: async (scope) => (scope === 'read' ? reads : keyless && isLoopback(host) && !(await haveKeys(state))),
  };
}

/** An IPv6 caller has a whole network of addresses. */
const addressOf = ({ ip = '' }: Request): string => `address ${ipKeyGenerator(ip)}`;
