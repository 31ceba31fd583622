import { forecastBodySchema, HOUR_MS } from '@orrery/contract';
import { columnOf, decodeModel, INPUT_NAMES, type History } from '@orrery/forecast';
import { describe, expect, it } from 'vitest';
import { stubModel } from '../testing/models.ts';
import { pairsOf } from './issued.ts';
import { rmseByGroup } from './rolling.ts';

const NOON = Date.UTC(2024, 4, 10, 12);

describe('forecasts as they were issued beside what came', () => {
  const observed = columnOf(
    'kp',
    Array.from({ length: 40 }, (_, i) => ({
      timeMs: NOON + (i - 20) * 3 * HOUR_MS,
      value: i < 20 ? 2 : i < 28 ? 4 : 6,
    })),
  );
  const history = Object.fromEntries(
    INPUT_NAMES.map((name) => [name, name === 'kp' ? observed : columnOf(name, [])]),
  ) as History;
  const body = forecastBodySchema.parse(decodeModel(stubModel('kp', 'a', 3)).forecast({ history, issuedAtMs: NOON }));
  const pairs = pairsOf([body], observed);

  it('are pairs by lead; what is not known yet is missing', () => {
    expect([pairs.length, pairs[0]!.leadHours, pairs[0]!.pairs.observed[0], pairs[0]!.pairs.value[0]]).toEqual([
      24, 3, 4, 3,
    ]);
    expect(pairs[23]!.pairs.observed[0]).toBeNaN();
  });

  it('give one error a day of leads, over what is known', () => {
    expect([...rmseByGroup(pairs, 24)]).toEqual([
      ['24h', 1],
      ['48h', 3],
      ['72h', 3],
    ]);
  });

  it('are no pairs without a forecast', () => expect(pairsOf([], observed)).toEqual([]));
});
