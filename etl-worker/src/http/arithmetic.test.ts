import { HOUR_MS, type Breaker } from '@orrery/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';
import { breakerAfter, breakerAt, CLOSED, FAILURE_THRESHOLD } from './breaker.ts';
import { quotaAnswered, quotaOf, quotaOpensMs, quotaSpent } from './quota.ts';
import { retryAfterMs } from './retry-after.ts';

const NOW_MS = Date.UTC(2026, 7, 1, 12);
const uniform = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

describe('the pause before another attempt', () => {
  it('lies in the upper half of a doubling span and never above a minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), uniform, (failed, random) => {
        const spanMs = Math.min(60_000, 1000 * 2 ** (failed - 1));
        const pauseMs = backoffMs(failed, random);
        expect(pauseMs).toBeGreaterThanOrEqual(spanMs / 2);
        expect(pauseMs).toBeLessThanOrEqual(spanMs);
      }),
    );
  });

  it('differs between two clients that failed together', () => {
    expect(backoffMs(3, 0.1)).not.toBe(backoffMs(3, 0.9));
  });
});

describe('the circuit of a host', () => {
  const failedTimes = (n: number, from: Breaker = CLOSED, atMs = NOW_MS): Breaker =>
    Array.from({ length: n }).reduce<Breaker>((breaker) => breakerAfter(breaker, false, atMs), from);

  it('opens at the fifth failure in a row and not before', () => {
    expect(failedTimes(FAILURE_THRESHOLD - 1).state).toBe('closed');
    expect(failedTimes(FAILURE_THRESHOLD)).toEqual({ state: 'open', untilMs: NOW_MS + 60_000, opened: 1 });
  });

  it('lets one probe pass after its pause, closes when that succeeds and opens for twice as long when it fails', () => {
    const open = failedTimes(FAILURE_THRESHOLD);
    expect(breakerAt(open, NOW_MS + 59_999).state).toBe('open');
    const half = breakerAt(open, NOW_MS + 60_000);
    expect(half.state).toBe('halfOpen');
    expect(breakerAfter(half, true, NOW_MS)).toEqual(CLOSED);
    expect(breakerAfter(half, false, NOW_MS)).toEqual({ state: 'open', untilMs: NOW_MS + 120_000, opened: 2 });
  });

  it('is half open where it was opened by a clock that was ahead', () => {
    const open = failedTimes(FAILURE_THRESHOLD, CLOSED, NOW_MS + 365 * 24 * HOUR_MS);
    expect(breakerAt(open, NOW_MS).state).toBe('halfOpen');
  });

  it('whatever happens: never open for more than half an hour, and closed by any success', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: HOUR_MS })), { maxLength: 60 }),
        (steps) => {
          let breaker: Breaker = CLOSED;
          let nowMs = NOW_MS;
          for (const [succeeded, spanMs] of steps) {
            nowMs += spanMs;
            breaker = breakerAt(breaker, nowMs);
            if (breaker.state === 'open') continue;
            breaker = breakerAfter(breaker, succeeded, nowMs);
            if (succeeded) expect(breaker).toEqual(CLOSED);
            if (breaker.state === 'open') {
              expect(breaker.untilMs - nowMs).toBeGreaterThanOrEqual(60_000);
              expect(breaker.untilMs - nowMs).toBeLessThanOrEqual(HOUR_MS / 2);
            }
          }
        },
      ),
    );
  });
});

describe('Retry-After', () => {
  it('is read in seconds and as each of the three forms of a date', () => {
    const atMs = Date.UTC(1994, 10, 6, 8, 49, 37);
    expect(retryAfterMs('120', NOW_MS)).toBe(NOW_MS + 120_000);
    expect(retryAfterMs('0', NOW_MS)).toBe(NOW_MS);
    expect(retryAfterMs('Sun, 06 Nov 1994 08:49:37 GMT', atMs - 5)).toBe(atMs);
    expect(retryAfterMs('Sunday, 06-Nov-94 08:49:37 GMT', atMs - 5)).toBe(atMs);
    expect(retryAfterMs('Sun Nov  6 08:49:37 1994', atMs - 5)).toBe(atMs);
  });

  it('of a moment that is past means now', () => {
    expect(retryAfterMs('Sun, 06 Nov 1994 08:49:37 GMT', NOW_MS)).toBe(NOW_MS);
  });

  it.each([undefined, '', 'soon', '-5', '1.5', 'Sunday maybe', '2026-08-01'])('is nothing when it is %j', (value) => {
    expect(retryAfterMs(value, NOW_MS)).toBeNull();
  });
});

describe('the quota of a key', () => {
  it('of DEMO_KEY never lets more than 30 pass in any hour and 50 in any day, whatever the rhythm', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 * 60_000 }), { minLength: 60, maxLength: 200 }), (spansMs) => {
        let quota = quotaOf(null, 'DEMO_KEY', NOW_MS);
        let nowMs = NOW_MS;
        const sentMs: number[] = [];
        for (const spanMs of spansMs) {
          nowMs += spanMs;
          if (quotaOpensMs(quota, 'DEMO_KEY', nowMs) > nowMs) continue;
          quota = quotaSpent(quota, 'DEMO_KEY', nowMs);
          sentMs.push(nowMs);
          expect(sentMs.filter((ms) => ms > nowMs - HOUR_MS).length).toBeLessThanOrEqual(30);
          expect(sentMs.filter((ms) => ms > nowMs - 24 * HOUR_MS).length).toBeLessThanOrEqual(50);
        }
        expect(sentMs.length).toBeGreaterThanOrEqual(30);
      }),
      { numRuns: 30 },
    );
  });

  it('is closed for an hour when the provider says that nothing remains', () => {
    const quota = quotaAnswered(quotaOf(null, 'own', NOW_MS), { 'x-ratelimit-remaining': '0' }, NOW_MS);
    expect(quotaOpensMs(quota, 'own', NOW_MS)).toBe(NOW_MS + HOUR_MS);
    expect(quotaOpensMs(quota, 'own', NOW_MS + HOUR_MS)).toBe(NOW_MS + HOUR_MS);
  });

  it('is not used up by requests of the future: the clock was ahead', () => {
    const aheadMs = NOW_MS + 365 * 24 * HOUR_MS;
    let quota = quotaAnswered(quotaOf(null, 'DEMO_KEY', aheadMs), { 'x-ratelimit-remaining': '0' }, aheadMs);
    for (let i = 0; i < 50; i += 1) quota = quotaSpent(quota, 'DEMO_KEY', aheadMs);
    expect(quotaOpensMs(quotaOf(quota, 'DEMO_KEY', NOW_MS), 'DEMO_KEY', NOW_MS)).toBe(NOW_MS);
  });

  it('of another key does not count, and the ledger does not hold the key', () => {
    const spent = Array.from({ length: 30 }).reduce<ReturnType<typeof quotaOf>>(
      (quota) => quotaSpent(quota, 'DEMO_KEY', NOW_MS),
      quotaOf(null, 'DEMO_KEY', NOW_MS),
    );
    expect(quotaOpensMs(spent, 'DEMO_KEY', NOW_MS)).toBe(NOW_MS + HOUR_MS);
    expect(quotaOpensMs(quotaOf(spent, 'my-secret', NOW_MS), 'my-secret', NOW_MS)).toBe(NOW_MS);
    expect(JSON.stringify(quotaOf(null, 'my-secret', NOW_MS))).not.toContain('my-secret');
  });
});
