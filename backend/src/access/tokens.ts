import { OrreryError, SCOPES, type Scope } from '@orrery/contract';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

export interface TokenSettings {
  /** As tokens name it; its `/.well-known/openid-configuration` says where its keys are. */
  readonly issuer: string;
  /** Whom a token must be for. */
  readonly audience: string;
  /** The claim that lists scopes, as an array or separated by blanks. */
  readonly scopeClaim: string;
}

/** Whose token it is; `scope` is null where it has none of ours. */
export interface TokenHolder {
  readonly subject: string;
  readonly scope: Scope | null;
}

const TIMEOUT_MS = 5000;
/** Clocks of two machines, s. */
const CLOCK_TOLERANCE_S = 30;
/** Signatures that only the issuer can make: with a shared secret whoever verifies could. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** A JWT has three parts (RFC 7519); an API key has no dot. */
export const isToken = (bearer: string): boolean => bearer.split('.').length === 3;

/**
 * Makes a reader of the bearer tokens of an OpenID Connect issuer. It resolves with null for a token that is not
 * valid, and rejects with `sourceUnreachable` where the issuer's keys cannot be had.
 */
export function createTokenReader(settings: TokenSettings): (token: string) => Promise<TokenHolder | null> {
  const { issuer, audience, scopeClaim } = settings;
  let keys: JWTVerifyGetKey | null = null;
  return async (token) => {
    try {
      keys ??= createRemoteJWKSet(await keysAddress(issuer), { timeoutDuration: TIMEOUT_MS });
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['exp', 'sub'],
      });
      return { subject: payload.sub ?? '', scope: scopeOf(payload[scopeClaim]) };
    } catch (error) {
      if (isOfToken(error)) return null;
      throw new OrreryError('sourceUnreachable', `The keys of ${issuer} cannot be had.`, [], { cause: error });
    }
  };
}

/** Where the issuer publishes its keys (OpenID Connect Discovery 1.0, 4). */
async function keysAddress(issuer: string): Promise<URL> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const described = z.object({ issuer: z.literal(issuer), jwks_uri: z.url() }).parse(await response.json());
  return new URL(described.jwks_uri);
}

/** Errors of the token itself; the others are of the way to the issuer. */
const isOfToken = (error: unknown): boolean =>
  error instanceof errors.JWTExpired ||
  error instanceof errors.JWTClaimValidationFailed ||
  error instanceof errors.JWTInvalid ||
  error instanceof errors.JWSInvalid ||
  error instanceof errors.JWSSignatureVerificationFailed ||
  error instanceof errors.JOSEAlgNotAllowed ||
  error instanceof errors.JOSENotSupported ||
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys;

/** The largest of our scopes in a claim. */
function scopeOf(claim: unknown): Scope | null {
  const listed: unknown[] = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  return SCOPES.findLast((scope) => listed.includes(scope)) ?? null;
}
