import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from '../testing/service.ts';

const AUDIENCE = 'orrery';

/** An issuer with keys of its own, and how it signs. */
async function startIssuer(): Promise<{ server: Server; issuer: string; key: CryptoKey }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'a', alg: 'ES256', use: 'sig' }];
  const server = createServer((req, res) => {
    const described = { issuer, jwks_uri: `${issuer}/keys` };
    res.setHeader('content-type', 'application/json').end(JSON.stringify(req.url === '/keys' ? { keys } : described));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, issuer, key: privateKey };
}

describe('a bearer token of an issuer', () => {
  let issued: Awaited<ReturnType<typeof startIssuer>>;
  let service: TestService;
  beforeAll(async () => {
    issued = await startIssuer();
    const env = { ORRERY_OIDC_ISSUER: issued.issuer, ORRERY_OIDC_AUDIENCE: AUDIENCE, ORRERY_OIDC_SCOPE_CLAIM: 'roles' };
    service = await startTestService({ env });
  });
  afterAll(async () => {
    await service.stop();
    issued.server.close();
  });

  const claims = (more: JWTPayload = {}): JWTPayload => ({
    iss: issued.issuer,
    aud: AUDIENCE,
    sub: 'ada',
    exp: Math.floor(Date.now() / 1000) + 60,
    roles: 'read',
    ...more,
  });
  const signed = (more?: JWTPayload, key: CryptoKey = issued.key, kid = 'a') =>
    new SignJWT(claims(more)).setProtectedHeader({ alg: 'ES256', kid }).sign(key);
  const statusOf = async (token: string) =>
    (await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).status;

  it('opens what its scopes say, listed or in words', async () => {
    expect(await statusOf(await signed())).toBe(200);
    expect(await statusOf(await signed({ roles: ['other', 'admin'] }))).toBe(200);
    expect(await statusOf(await signed({ roles: 'openid profile' }))).toBe(403);
    expect(await statusOf(await signed({ roles: 'readers', scope: 'read' }))).toBe(403);
  });

  it('opens nothing for another audience or issuer, past its end, or without one', async () => {
    const past = Math.floor(Date.now() / 1000) - 60;
    for (const wrong of [{ aud: 'grafana' }, { iss: 'https://evil.example' }, { exp: past }, { nbf: past + 600 }])
      expect([wrong, await statusOf(await signed(wrong))]).toEqual([wrong, 401]);
    const endless = Object.fromEntries(Object.entries(claims()).filter(([name]) => name !== 'exp'));
    const header = { alg: 'ES256', kid: 'a' };
    expect(await statusOf(await new SignJWT(endless).setProtectedHeader(header).sign(issued.key))).toBe(401);
  });

  it('opens nothing where another has signed it, with a shared secret, or nobody', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect(await statusOf(await signed({}, privateKey))).toBe(401);
    expect(await statusOf(await signed({}, privateKey, 'b'))).toBe(401);
    expect(await statusOf(new UnsecuredJWT(claims()).encode())).toBe(401);
    const secret = new TextEncoder().encode('x'.repeat(32));
    expect(await statusOf(await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(secret))).toBe(401);
    expect(await statusOf('a.b.c')).toBe(401);
  });

  it('is needed where an issuer is configured', async () => {
    expect((await fetch(`${service.url}/metrics`)).status).toBe(401);
  });

  it('cannot be read while the issuer is away, which is told, and nothing is let in', async () => {
    const env = { ORRERY_OIDC_ISSUER: 'http://127.0.0.1:1', ORRERY_OIDC_AUDIENCE: AUDIENCE };
    const alone = await startTestService({ env });
    const headers = { authorization: `Bearer ${await signed({ iss: env.ORRERY_OIDC_ISSUER })}` };
    const response = await fetch(`${alone.url}/metrics`, { headers });
    expect([response.status, await response.json()]).toEqual([
      502,
      expect.objectContaining({ code: 'sourceUnreachable' }),
    ]);
    await alone.stop();
  });
});
