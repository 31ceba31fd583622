import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { FORECAST_TARGETS, forecastBodySchema, type ForecastBody, HOUR_MS } from '@orrery/contract';
import { endOf, INPUT_NAMES, knownAt, newestOfficial, type History, type Input } from '../history.ts';
import type * as Targets from '../targets/index.ts';
import { withOtherFuture } from '../testing/made-up-history.ts';
import { DRIVEN_HISTORY as history, OFFICIALS, smallModel, UNSEEN } from '../testing/small-model.ts';
import { decodeModel, decodeParts, encodeModel, type TrainedModel } from './model.ts';

vi.mock('../targets/index.ts', async (original) => {
  const { smallRecipes } = await import('../testing/small-recipes.ts');
  const { TARGET_SPECS } = await original<typeof Targets>();
  return { TARGET_SPECS: smallRecipes(TARGET_SPECS) };
});
// A training is three seconds of a processor, which on a busy machine may be minutes.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const STEP_MS = FORECAST_TARGETS.kp.stepMs;
/** Forecasts over which widths of bands are averaged. */
const MOMENTS = Array.from({ length: 100 }, (_, i) => UNSEEN.fromMs + i * 4 * STEP_MS);
const WIND: readonly Input[] = ['solarWindSpeed', 'solarWindDensity', 'bt', 'by', 'bz'];

const without = (names: readonly Input[], fromMs: number): History =>
  Object.fromEntries(
    INPUT_NAMES.map((name) => {
      const column = history[name];
      const keep = (i: number): boolean => !names.includes(name) || column.startMs + i * column.stepMs < fromMs;
      return [name, { ...column, values: column.values.map((value, i) => (keep(i) ? value : NaN)) }];
    }),
  ) as History;

const numbers = (column: readonly (number | null)[] | undefined): readonly number[] =>
  (column ?? []).map((value) => value ?? NaN);
const widthOf = (bodies: readonly ForecastBody[], lead: number): number =>
  bodies.reduce(
    (sum, { upper80, lower80 }) => sum + (numbers(upper80)[lead] as number) - (numbers(lower80)[lead] as number),
    0,
  );

let bytes: Uint8Array;
let champion: TrainedModel;
beforeAll(async () => {
  bytes = await smallModel();
  champion = decodeModel(bytes);
});

const moment = fc
  .integer({ min: 0, max: (UNSEEN.toMs - UNSEEN.fromMs) / STEP_MS })
  .map((step) => UNSEEN.fromMs + step * STEP_MS);

describe('a trained model', () => {
  it('is the same read back from its bytes', () => {
    const again = encodeModel(decodeParts(bytes));
    expect(Buffer.compare(again, bytes)).toBe(0);
    const input = { history, issuedAtMs: UNSEEN.fromMs, official: newestOfficial(OFFICIALS, UNSEEN.fromMs) };
    expect(decodeModel(again).forecast(input)).toEqual(champion.forecast(input));
    expect(decodeModel(again).explain(input)).toEqual(champion.explain(input));
  });

  it('says one thing for each lead, in the form of the contract', () => {
    const body = champion.forecast({ history, issuedAtMs: UNSEEN.fromMs });
    expect(forecastBodySchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      target: 'kp',
      version: champion.version,
      model: 'blend',
      issuedAtMs: UNSEEN.fromMs,
      missing: [],
      notices: [],
      official: false,
    });
    expect(body.leadHours).toEqual(Array.from({ length: 24 }, (_, i) => 3 * (i + 1)));
    // The lead of 3 h is the interval that begins when the forecast is issued.
    expect(body.validAtMs).toEqual(body.leadHours.map((lead) => UNSEEN.fromMs + (lead - 3) * HOUR_MS));
    for (const column of [body.value, body.median, body.p5, body.storm])
      expect(numbers(column).every(Number.isFinite)).toBe(true);
  });

  it('has bands in order, within what Kp can be, and storms the likelier the smaller', () => {
    fc.assert(
      fc.property(moment, fc.boolean(), (issuedAtMs, withOfficial) => {
        const official = withOfficial ? newestOfficial(OFFICIALS, issuedAtMs) : null;
        const body = champion.forecast({ history, issuedAtMs, official });
        body.leadHours.forEach((_, i) => {
          const ordered = [0, body.lower95[i], body.lower80[i], body.median[i], body.upper80[i], body.upper95[i], 9];
          expect(ordered).toEqual(
            numbers(ordered as number[])
              .slice()
              .sort((a, b) => a - b),
          );
          const storms = [1, body.p5?.[i], body.p6?.[i], body.p7?.[i], 0];
          expect(storms).toEqual(
            numbers(storms as number[])
              .slice()
              .sort((a, b) => b - a),
          );
          expect(body.value[i]).toBeGreaterThanOrEqual(0);
          expect(body.value[i]).toBeLessThanOrEqual(9);
          expect(body.storm?.[i] === 0 || body.storm?.[i] === 1).toBe(true);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('says the same of a history that ends at the moment of issue as of one that goes on, or goes on otherwise', () => {
    fc.assert(
      fc.property(moment, fc.integer(), (issuedAtMs, seed) => {
        const official = newestOfficial(OFFICIALS, issuedAtMs);
        const body = champion.forecast({ history, issuedAtMs, official });
        expect(champion.forecast({ history: knownAt(history, issuedAtMs), issuedAtMs, official })).toEqual(body);
        expect(
          champion.forecast({ history: withOtherFuture(history, issuedAtMs, seed), issuedAtMs, official }),
        ).toEqual(body);
      }),
      { numRuns: 10 },
    );
  });

  it('knows more of the next hours than their mean', () => {
    const pairs = MOMENTS.map((issuedAtMs) => {
      const observed = history.kp.values[(issuedAtMs - history.kp.startMs) / STEP_MS] as number;
      return [observed, champion.forecast({ history, issuedAtMs }).value[0] as number] as const;
    });
    const mean = pairs.reduce((sum, [observed]) => sum + observed, 0) / pairs.length;
    const squares = (of: (observed: number, value: number) => number): number =>
      pairs.reduce((sum, [observed, value]) => sum + of(observed, value) ** 2, 0);
    // Uniform noise of 1.5 has a variance of 0.19, the made-up Kp one of about 1.5.
    expect(squares((observed, value) => observed - value)).toBeLessThan(0.4 * squares((observed) => observed - mean));
  });
});

describe('official forecasts', () => {
  const issuedAtMs = UNSEEN.fromMs + 10 * STEP_MS;
  const newest = newestOfficial(OFFICIALS, issuedAtMs)!;
  const official = { ...newest, kp: newest.kp.map(() => 8) };

  it('move the forecast where they were known', () => {
    const alone = champion.forecast({ history, issuedAtMs });
    const both = champion.forecast({ history, issuedAtMs, official });
    expect(both.official).toBe(true);
    expect(numbers(both.value)[8]).toBeGreaterThan((numbers(alone.value)[8] as number) + 1);
    expect(numbers(both.p5)[8]).toBeGreaterThan(numbers(alone.p5)[8] as number);
  });

  it('are not used before they were known', () => {
    const early = champion.forecast({ history, issuedAtMs, official: { ...official, knownMs: issuedAtMs + 1 } });
    expect(early).toEqual(champion.forecast({ history, issuedAtMs }));
    expect(champion.forecast({ history, issuedAtMs, official: { ...official, knownMs: issuedAtMs } }).official).toBe(
      true,
    );
  });

  it('are not used where they do not reach', () => {
    const startsMs = official.startsMs.map((atMs) => atMs - 30 * 24 * HOUR_MS);
    const body = champion.forecast({ history, issuedAtMs, official: { ...official, startsMs } });
    expect(body).toEqual(champion.forecast({ history, issuedAtMs }));
  });
});

describe('missing inputs', () => {
  const issuedAtMs = UNSEEN.fromMs + 20 * 8 * STEP_MS;

  it('of the target itself make the model abstain, and say so', () => {
    const body = champion.forecast({ history: without(['kp'], issuedAtMs - 24 * HOUR_MS), issuedAtMs });
    expect(body.value.every((value) => value === null) && body.upper95.every((value) => value === null)).toBe(true);
    expect(body.value).toHaveLength(24);
    expect(body.missing).toContain('kp');
    expect(body.notices).toEqual([expect.stringMatching(/^No forecast: too little of .*kp.* was known\.$/)]);
    expect(champion.explain({ history: without(['kp'], issuedAtMs - 24 * HOUR_MS), issuedAtMs })).toBeNull();
  });

  it('of the solar wind leave history alone, with wider bands and a notice', () => {
    const blind = without(WIND, 0);
    const bodies = MOMENTS.map((atMs) => champion.forecast({ history: blind, issuedAtMs: atMs }));
    const seeing = MOMENTS.map((atMs) => champion.forecast({ history, issuedAtMs: atMs }));
    expect(bodies[0]?.notices).toEqual([
      expect.stringMatching(/history alone, with wider bands: solarWindSpeed, bz missing/),
    ]);
    expect(bodies[0]?.missing).toEqual(expect.arrayContaining([...WIND]));
    expect(champion.explain({ history: blind, issuedAtMs })?.variant).toBe('history');
    // Without the wind the error of the next interval is that of the whole southward field, about twice that of the
    // noise.
    expect(widthOf(bodies, 0)).toBeGreaterThan(1.3 * widthOf(seeing, 0));
  });

  it('of half a day only are named, and the forecast goes on', () => {
    const body = champion.forecast({ history: without(['solarWindDensity'], issuedAtMs - 13 * HOUR_MS), issuedAtMs });
    expect(body.missing).toEqual(['solarWindDensity']);
    expect(body.notices).toEqual(['Less than half of the last day is known of solarWindDensity.']);
    expect(body.value.every((value) => value !== null)).toBe(true);
  });

  it('before any data at all make the model abstain', () => {
    const body = champion.forecast({ history: knownAt(history, history.kp.startMs), issuedAtMs: history.kp.startMs });
    expect(body.value.every((value) => value === null)).toBe(true);
  });
});

describe('the made-up data', () => {
  it('holds all that the tests ask for', () => {
    expect(endOf(history.kp)).toBe(UNSEEN.toMs);
    expect(history.kp.values.filter((kp) => kp >= 5).length).toBeGreaterThan(20);
  });
});
