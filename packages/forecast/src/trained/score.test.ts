import { beforeAll, describe, expect, it, vi } from 'vitest';
import { FORECAST_TARGETS, type ForecastBody } from '@orrery/contract';
import type { History } from '../history.ts';
import type * as Targets from '../targets/index.ts';
import { DRIVEN_HISTORY as history, OFFICIALS, smallModel, UNSEEN } from '../testing/small-model.ts';
import { backtest, BACKTEST_HEADER, backtestRows } from './backtest.ts';
import { decodeModel, type TrainedModel } from './model.ts';
import { scoreModel } from './score.ts';

vi.mock('../targets/index.ts', async (original) => {
  const { smallRecipes } = await import('../testing/small-recipes.ts');
  const { TARGET_SPECS } = await original<typeof Targets>();
  return { TARGET_SPECS: smallRecipes(TARGET_SPECS) };
});
// A training is three seconds of a processor, which on a busy machine may be minutes.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const STEP_MS = FORECAST_TARGETS.kp.stepMs;
const DAY_MS = 8 * STEP_MS;
const ROTATION_STEPS = 27 * 8;

let champion: TrainedModel;
beforeAll(async () => {
  champion = decodeModel(await smallModel());
});

describe('a backtest', () => {
  const run = (fromMs: number, toMs: number): ForecastBody[] => [
    ...backtest(champion, history, OFFICIALS, fromMs, toMs),
  ];

  it('forecasts at each step of the target, both ends included', () => {
    const bodies = run(UNSEEN.fromMs + 1, UNSEEN.fromMs + DAY_MS);
    expect(bodies.map(({ issuedAtMs }) => issuedAtMs)).toEqual(
      Array.from({ length: 8 }, (_, i) => UNSEEN.fromMs + (i + 1) * STEP_MS),
    );
  });

  it('uses at each step the official forecast that was known by then', () => {
    // They come each half a day; by the first step none was known.
    const bodies = [
      ...backtest(
        champion,
        history,
        OFFICIALS.filter(({ knownMs }) => knownMs > UNSEEN.fromMs),
        UNSEEN.fromMs,
        UNSEEN.fromMs + DAY_MS,
      ),
    ];
    expect(bodies.map(({ official }) => official)).toEqual([false, false, false, false, true, true, true, true, true]);
  });

  it('writes a row a lead: ISO times, the lead, value, bands, probability and decision', () => {
    const [body] = run(UNSEEN.fromMs, UNSEEN.fromMs) as [ForecastBody];
    const rows = backtestRows(body);
    expect(BACKTEST_HEADER).toBe('issuedAt,validAt,leadHours,value,lower80,upper80,lower95,upper95,p5,storm');
    expect(rows).toHaveLength(24);
    const number = '-?\\d+(\\.\\d{1,3})?';
    const time = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:00:00Z';
    for (const row of rows) expect(row).toMatch(new RegExp(`^${time},${time},\\d+(,${number}){6},[01]$`));
    const issued = new Date(UNSEEN.fromMs).toISOString().replace('.000', '');
    const { value, lower80, upper80, lower95, upper95, p5, storm } = body;
    // The lead of 3 h is the interval that begins at the moment of issue.
    expect(rows[0]).toBe(
      [issued, issued, 3, value[0], lower80[0], upper80[0], lower95[0], upper95[0], p5?.[0], storm?.[0]].join(','),
    );
    expect(rows[1]).toMatch(
      new RegExp(`^${issued},${new Date(UNSEEN.fromMs + STEP_MS).toISOString().replace('.000', '')},6,`),
    );
  });

  it('leaves the last two fields empty for a target without storms, and writes nothing where the model abstained', () => {
    const [body] = run(UNSEEN.fromMs, UNSEEN.fromMs) as [ForecastBody];
    const { p5: _p5, storm: _storm, ...plain } = body;
    expect(backtestRows(plain)[0]).toMatch(/\d,,$/);
    const none = body.value.map(() => null);
    expect(backtestRows({ ...body, value: none })).toEqual([]);
  });
});

describe('judging a champion', () => {
  /** Kp of two days unknown, one early day, and one interval both one and two rotations back. */
  const fromMs = UNSEEN.fromMs;
  const toMs = UNSEEN.fromMs + 40 * DAY_MS;
  const first = (fromMs - history.kp.startMs) / STEP_MS;
  const isHole = (step: number): boolean =>
    (step >= first + 80 && step < first + 96) ||
    (step >= first + 10 && step < first + 18) ||
    step === first + 40 - ROTATION_STEPS ||
    step === first + 40 - 2 * ROTATION_STEPS;
  const holed: History = {
    ...history,
    kp: { ...history.kp, values: history.kp.values.map((kp, step) => (isHole(step) ? NaN : kp)) },
  };
  const kpAt = (step: number): number => holed.kp.values[step] as number;
  const lastKnown = (step: number): number => {
    let at = step - 1;
    while (Number.isNaN(kpAt(at))) at--;
    return kpAt(at);
  };

  it('counts exactly the hours on which every baseline and member said something', () => {
    const { skill } = scoreModel(champion, holed, fromMs, toMs, { everyMs: STEP_MS });
    const steps = Array.from({ length: 40 * 8 + 1 }, (_, i) => first + i);
    for (const lead of [1, 8, 24]) {
      const pairs = steps.flatMap((step) => {
        const valid = step + lead - 1;
        const day = [1, 2, 3, 4, 5, 6, 7, 8].filter((back) => !Number.isNaN(kpAt(step - back))).length;
        // The recurrence looks a second rotation back where the first is unknown.
        const recurrence = Number.isNaN(kpAt(valid - ROTATION_STEPS))
          ? kpAt(valid - 2 * ROTATION_STEPS)
          : kpAt(valid - ROTATION_STEPS);
        return Number.isNaN(kpAt(valid) + recurrence) || day < 4
          ? []
          : [{ observed: kpAt(valid), persistence: lastKnown(step), recurrence }];
      });
      const rmseOf = (name: 'persistence' | 'recurrence'): number =>
        Math.sqrt(pairs.reduce((sum, pair) => sum + (pair[name] - pair.observed) ** 2, 0) / pairs.length);
      const row = skill[lead - 1]!;
      expect(row.leadHours).toBe(lead * 3);
      expect(row.n).toBe(pairs.length);
      expect(row.rivals['persistence']).toBeCloseTo(rmseOf('persistence'), 9);
      expect(row.rivals['recurrence']).toBeCloseTo(rmseOf('recurrence'), 9);
      expect(Object.keys(row.rivals).sort()).toEqual([
        'climatology',
        'gradientBoosting',
        'mean24h',
        'neural',
        'persistence',
        'recurrence',
        'ridge',
      ]);
      expect(Object.values(row.rivals).every((rmse) => rmse !== null)).toBe(true);
    }
  });

  it('gives a blend that is hardly worse than its best member', () => {
    const { skill } = scoreModel(champion, history, fromMs, toMs);
    const { rmse, rivals } = skill[0]!;
    // The small recipe has three leads, which share their weights although the nearest is the only one that can be
    // known.
    expect(rmse).toBeLessThan(1.2 * Math.min(rivals['ridge']!, rivals['gradientBoosting']!));
    expect(rmse).toBeLessThan(rivals['persistence']!);
  });

  it('names no member between the leads that have models of their own', () => {
    const { skill } = scoreModel(champion, history, fromMs, fromMs + 10 * DAY_MS);
    expect(skill[4]).toMatchObject({ leadHours: 15, rivals: { ridge: null, gradientBoosting: null, neural: null } });
  });

  it('is better with official forecasts that are nearly right, from the moment they were known', () => {
    const alone = scoreModel(champion, history, fromMs, toMs);
    const both = scoreModel(champion, history, fromMs, toMs, { officials: OFFICIALS });
    // A day ahead has a model of its own in the small recipe.
    expect(both.skill[7]?.rmse).toBeLessThan(0.6 * (alone.skill[7]?.rmse as number));
    expect(both.skill[7]?.n).toBe(alone.skill[7]?.n);
  });

  it('counts every probability once in the reliability bins', () => {
    const { skill, reliability } = scoreModel(champion, history, fromMs, fromMs + 10 * DAY_MS);
    expect(reliability.reduce((sum, { n }) => sum + n, 0)).toBe(skill.reduce((sum, { n }) => sum + n, 0));
  });

  it('keeps to the pace it is told and says how far it is', () => {
    const shares: number[] = [];
    const { skill } = scoreModel(champion, history, fromMs, fromMs + 9 * DAY_MS, {
      everyMs: DAY_MS,
      onProgress: (share) => shares.push(share),
    });
    expect(skill[0]?.n).toBe(10);
    expect(shares).toHaveLength(10);
    expect(shares.at(-1)).toBe(1);
  });

  it('refuses a span without a step', () => {
    expect(() => scoreModel(champion, history, fromMs + 1, fromMs + 2)).toThrow(/no step of the target/);
  });
});
