import { DAY_MS } from '@orrery/contract';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeModel, decodeParts } from '../trained/model.ts';
import { scoreModel } from '../trained/score.ts';
import type * as Targets from '../targets/index.ts';
import { madeUpHistory } from '../testing/made-up-history.ts';
import { trainAndScore } from './scored.ts';

vi.mock('../targets/index.ts', async (original) => {
  const { smallRecipes } = await import('../testing/small-recipes.ts');
  const { TARGET_SPECS } = await original<typeof Targets>();
  return { TARGET_SPECS: smallRecipes(TARGET_SPECS) };
});
// A training is three seconds of a processor, which on a busy machine may be minutes.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const history = madeUpHistory(2700, 31);
const { startMs } = history.f107;
const SPANS = {
  trainToMs: startMs + 2100 * DAY_MS,
  heldOutFromMs: startMs + 2400 * DAY_MS,
  validateToMs: startMs + 2690 * DAY_MS,
};

describe('a model with its score', () => {
  const shares: number[] = [];
  let trained: Awaited<ReturnType<typeof trainAndScore>>;
  beforeAll(async () => {
    const onProgress = (share: number): void => void shares.push(share);
    trained = await trainAndScore('f107', history, {
      ...SPANS,
      seed: 1,
      trainedAtMs: SPANS.validateToMs,
      codeVersion: 'test',
      onProgress,
    });
  });

  it('is scored by a twin that learned nothing of the years held out', () => {
    const twin = decodeParts(trained.scored).card;
    const { card } = decodeParts(trained.bytes);
    expect(twin.dataToMs).toBe(SPANS.heldOutFromMs);
    expect(card.dataToMs).toBe(SPANS.validateToMs);
    expect(card.weightsHash).not.toBe(twin.weightsHash);
    expect(card.heldOut).toEqual({
      fromMs: SPANS.heldOutFromMs,
      toMs: SPANS.validateToMs,
      trainedToMs: SPANS.heldOutFromMs,
    });
    const { skill } = scoreModel(decodeModel(trained.scored), history, SPANS.heldOutFromMs, SPANS.validateToMs);
    expect(card.skill).toEqual(skill);
    expect(twin.skill).toEqual(skill);
    expect(skill).toHaveLength(27);
  });

  it('forecasts every day of the 27, relative to the last known value, and no storms', () => {
    const body = decodeModel(trained.bytes).forecast({ history, issuedAtMs: SPANS.validateToMs });
    expect(body.value.every((value) => value !== null && value >= 60 && value <= 500)).toBe(true);
    expect(body.p5).toBeUndefined();
    expect(body.storm).toBeUndefined();
  });

  it('goes forward through both trainings', () => {
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});
