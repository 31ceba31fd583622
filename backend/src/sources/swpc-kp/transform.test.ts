import { describe, expect, it } from 'vitest';
import { parsePlanetaryK } from './transform.ts';

const at = (iso: string) => Date.parse(iso);

describe('parsePlanetaryK', () => {
  it('reads rows under a header', () => {
    const body = '[["time_tag","Kp","a_running","station_count"],["2026-02-02 00:00:00.000","2.33","9","8"]]';
    expect(parsePlanetaryK(body)).toEqual({
      records: [{ timeMs: at('2026-02-02T00:00:00Z'), value: 2.33 }],
      rejects: [],
    });
  });

  it('reads objects, in either order, and sorts them by time', () => {
    const body = JSON.stringify([
      { time_tag: '2026-04-02T03:00:00', Kp: 1.67 },
      { time_tag: '2026-04-02T00:00:00', Kp: 0 },
    ]);
    expect(parsePlanetaryK(body).records).toEqual([
      { timeMs: at('2026-04-02T00:00:00Z'), value: 0 },
      { timeMs: at('2026-04-02T03:00:00Z'), value: 1.67 },
    ]);
  });

  it('sets bad records aside with a reason and keeps the others', () => {
    const body =
      '[["time_tag","Kp"],["2026-02-02 00:00:00.000",""],["2026-02-02 03:00:00.000","11"],["2026-02-02 06:00:00.000","9.00"]]';
    const { records, rejects } = parsePlanetaryK(body);
    expect(records).toEqual([{ timeMs: at('2026-02-02T06:00:00Z'), value: 9 }]);
    expect(rejects).toHaveLength(2);
    expect(rejects.every((r) => r.reason.startsWith('Kp'))).toBe(true);
  });

  it.each(['<html>busy</html>', '{"error":1}', '[["when","what"],[1,2]]', '[1,2]'])(
    'sets an unknown shape aside whole: %s',
    (body) => {
      expect(parsePlanetaryK(body)).toEqual({
        records: [],
        rejects: [{ reason: 'unknown shape of the planetary K index', raw: body }],
      });
    },
  );
});
