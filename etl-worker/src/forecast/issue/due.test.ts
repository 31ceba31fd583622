import fc from 'fast-check';
import { FORECAST_TARGETS, FORECAST_TARGET_NAMES, DAY_MS, HOUR_MS } from '@orrery/contract';
import { columnOf } from '@orrery/forecast';
import { describe, expect, it } from 'vitest';
import { dueAt, knownUntil } from './due.ts';

const NOON = Date.UTC(2024, 4, 10, 12);

describe('when a forecast is due', () => {
  it('at the end of the last known step', () => {
    expect(dueAt('kp', NOON, NOON + 60_000)).toEqual({ issuedAtMs: NOON, lastKnownMs: null });
    expect(dueAt('dst', NOON - 2 * HOUR_MS, NOON)).toEqual({ issuedAtMs: NOON - 2 * HOUR_MS, lastKnownMs: null });
  });

  it('without the last step when that is late', () => {
    expect(dueAt('kp', NOON - 3 * HOUR_MS, NOON + HOUR_MS)).toEqual({
      issuedAtMs: NOON - 3 * HOUR_MS,
      lastKnownMs: null,
    });
    expect(dueAt('kp', NOON - 3 * HOUR_MS, NOON + 2 * HOUR_MS)).toEqual({
      issuedAtMs: NOON,
      lastKnownMs: NOON - 3 * HOUR_MS,
    });
  });

  it('never for a series without a value of the last week', () => {
    expect([dueAt('f107', null, NOON), dueAt('f107', NOON - 8 * DAY_MS, NOON)]).toEqual([null, null]);
  });

  it('never in the future, always at the end of a step, and never earlier as time goes by', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FORECAST_TARGET_NAMES),
        fc.nat(10),
        fc.array(fc.nat(3 * DAY_MS), { maxLength: 20 }),
        (target, back, later) => {
          const { stepMs } = FORECAST_TARGETS[target];
          const knownMs = Math.floor(NOON / stepMs) * stepMs - back * stepMs;
          let before = -Infinity;
          for (const ms of [...later].sort((a, b) => a - b)) {
            const due = dueAt(target, knownMs, NOON + ms);
            if (due === null) continue;
            expect(due.issuedAtMs).toBeLessThanOrEqual(NOON + ms);
            expect(due.issuedAtMs % stepMs).toBe(0);
            expect(due.issuedAtMs).toBeGreaterThanOrEqual(before);
            before = due.issuedAtMs;
          }
        },
      ),
    );
  });
});

describe('the last known step', () => {
  const column = columnOf(
    'kp',
    [0, 3, 6].map((hours) => ({ timeMs: NOON + hours * HOUR_MS, value: 2 })),
  );

  it('must be over', () => {
    expect(knownUntil(column, NOON + 8 * HOUR_MS)).toBe(NOON + 6 * HOUR_MS);
    expect(knownUntil(column, NOON + 9 * HOUR_MS)).toBe(NOON + 9 * HOUR_MS);
    expect(knownUntil(column, NOON)).toBeNull();
    expect(knownUntil(columnOf('kp', []), NOON)).toBeNull();
  });
});
