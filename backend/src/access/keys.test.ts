import { createMemoryStateStore } from '@orrery/stores/memory';
import { describe, expect, it } from 'vitest';
import { createKey, findKey, haveKeys, listKeys, revokeKey } from './keys.ts';

const NOW = Date.UTC(2026, 0, 1);
const STAYS = { scope: 'read', expiresMs: null } as const;

describe('an API key', () => {
  it('is found by itself alone and kept as a hash', async () => {
    const state = createMemoryStateStore();
    expect(await haveKeys(state)).toBe(false);
    const key = await createKey(state, 'grafana', STAYS, NOW);
    expect(key).toMatch(/^orrery_[\w-]{43}$/);
    expect(await findKey(state, key, NOW)).toEqual({ ...STAYS, name: 'grafana', createdMs: NOW });
    expect(await findKey(state, `${key.slice(0, -1)}_`, NOW)).toBeNull();
    expect(await haveKeys(state)).toBe(true);
    const stored = JSON.stringify(await state.list('', 9));
    expect(stored).not.toContain(key.slice('orrery_'.length));
    expect(await createKey(state, 'other', STAYS, NOW)).not.toBe(key);
  });

  it('opens nothing from the moment that it expires', async () => {
    const state = createMemoryStateStore();
    const key = await createKey(state, 'guest', { scope: 'read', expiresMs: NOW + 10 }, NOW);
    expect(await findKey(state, key, NOW + 9)).not.toBeNull();
    expect(await findKey(state, key, NOW + 10)).toBeNull();
  });

  it('opens nothing once it is revoked, and its name is free again', async () => {
    const state = createMemoryStateStore();
    const key = await createKey(state, 'grafana', STAYS, NOW);
    const other = await createKey(state, 'other', STAYS, NOW + 1);
    expect((await listKeys(state)).map(({ name }) => name)).toEqual(['other', 'grafana']);
    expect(await revokeKey(state, 'grafana')).toBe(true);
    expect(await revokeKey(state, 'grafana')).toBe(false);
    expect(await findKey(state, key, NOW)).toBeNull();
    expect(await findKey(state, other, NOW)).not.toBeNull();
    await createKey(state, 'grafana', STAYS, NOW);
  });

  it('has a name of its own that can be typed', async () => {
    const state = createMemoryStateStore();
    await createKey(state, 'grafana', STAYS, NOW);
    for (const name of ['grafana', '', 'a b', '../x', 'x'.repeat(65)])
      await expect(createKey(state, name, STAYS, NOW)).rejects.toMatchObject({ code: 'invalidRequest' });
  });
});
