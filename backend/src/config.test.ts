import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('readConfig', () => {
  it('has defaults for everything', () => {
    expect(readConfig({}, {})).toMatchObject({ host: '127.0.0.1', port: 4310, dataDir: '.orrery', fetchSources: true });
  });

  it('lets flags win over the environment', () => {
    expect(readConfig({ port: '5000' }, { ORRERY_PORT: '6000' }).port).toBe(5000);
  });

  it('names every wrong setting by its variable', () => {
    expect(() => readConfig({}, { ORRERY_PORT: 'http', ORRERY_LOG_LEVEL: 'loud' })).toThrow(
      /ORRERY_PORT[\s\S]*ORRERY_LOG_LEVEL/,
    );
  });

  it('names a wrong flag as it was given', () => {
    expect(() => readConfig({ port: 'http' }, { ORRERY_PORT: '6000' })).toThrow(/--port: /);
  });

  it('takes an issuer of tokens only with those whom they are for', () => {
    const issuer = { ORRERY_OIDC_ISSUER: 'https://id.example' };
    expect(() => readConfig({}, issuer)).toThrow(/ORRERY_OIDC_AUDIENCE: .*together/);
    expect(readConfig({}, { ...issuer, ORRERY_OIDC_AUDIENCE: 'orrery' }).oidcScopeClaim).toBe('scope');
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig({}, {}))).toBe(true);
  });
});
