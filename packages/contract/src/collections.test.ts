import { join } from 'node:path';
import * as prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import { INSERT_ONLY_COLLECTIONS, readBody } from './collections.ts';
import { storesPage } from './stores-page.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

describe('bodies of documents', () => {
  it('are read with what is not said as null, and keep what is not read', () => {
    const { body } = readBody('fireball', '{"energy":2,"velocityComponents":[1,2,3]}');
    expect(body).toMatchObject({ energy: 2, latitude: null, velocityComponents: [1, 2, 3] });
  });

  it('that do not fit say where and why', () => {
    expect(readBody('alert', '{"text":1,"issuedAtMs":0}')).toMatchObject({
      body: null,
      problem: expect.stringMatching(/^body\.text .*string/),
    });
    expect(readBody('alert', '{"text":').problem).toBe('body is no JSON');
  });
});

describe('collections', () => {
  it('of forecasts alone keep what was written first', () => {
    expect(INSERT_ONLY_COLLECTIONS).toEqual(['forecast']);
  });

  it('and families of state are what docs/stores.md says', async () => {
    const path = join(ROOT, 'docs', 'stores.md');
    const config = await prettier.resolveConfig(path);
    const page = await prettier.format(storesPage(), { ...config, parser: 'markdown' });
    await expect(page).toMatchFileSnapshot(path);
  });
});
