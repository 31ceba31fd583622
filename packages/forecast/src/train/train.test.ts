import { beforeAll, describe, expect, it, vi } from 'vitest';
import { DAY_MS, type ModelCard } from '@orrery/contract';
import { decodeParts, weightsOf } from '../trained/model.ts';
import type * as Targets from '../targets/index.ts';
import { madeUpHistory, withOtherFuture } from '../testing/made-up-history.ts';
import { madeUpOfficials, untrainedNetwork, withDrivenKp } from '../testing/small-recipes.ts';
import { trainModel, type TrainOptions } from './train.ts';

vi.mock('../targets/index.ts', async (original) => {
  const { smallRecipes } = await import('../testing/small-recipes.ts');
  const { TARGET_SPECS } = await original<typeof Targets>();
  return { TARGET_SPECS: smallRecipes(TARGET_SPECS) };
});
// A training is three seconds of a processor, which on a busy machine may be minutes.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const DAYS = 460;
const history = withDrivenKp(madeUpHistory(DAYS, 11), 12);
const { startMs } = history.kp;
const OPTIONS: TrainOptions = {
  // 82 days of warming up and 2000 rows of 3 hours come before the end of training.
  trainToMs: startMs + 335 * DAY_MS,
  validateToMs: startMs + 440 * DAY_MS,
  folds: 1,
  seed: 1,
  trainedAtMs: startMs + 441 * DAY_MS,
  codeVersion: 'test',
  neural: untrainedNetwork,
};

const train = async (change: Partial<TrainOptions> = {}, of = history): Promise<Uint8Array> =>
  (await trainModel('kp', of, { ...OPTIONS, ...change })).bytes;

/** Byte by byte; a difference of models is nothing to look at. */
const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const cardOf = (bytes: Uint8Array): ModelCard => decodeParts(bytes).card;

describe('training', () => {
  const shares: number[] = [];
  const official = madeUpOfficials(history, OPTIONS.trainToMs, 3);
  let bytes: Uint8Array;
  beforeAll(async () => {
    bytes = await train({ official, onProgress: (share) => void shares.push(share) });
  });

  it('gives the same bytes for the same data and seed', async () => {
    expect(isSame(await train({ official }), bytes)).toBe(true);
  });

  it('gives other trees and another network for another seed', async () => {
    const [one, other] = [decodeParts(bytes), decodeParts(await train({ official, seed: 2 }))];
    expect(other.card.weightsHash).not.toBe(one.card.weightsHash);
    const [a, b] = [one.variants[0]!, other.variants[0]!];
    expect(b.neural).not.toEqual(a.neural);
    for (const name of ['boosted', 'spread', 'stormOdds'] as const)
      expect(b.knots[0]?.[name]).not.toEqual(a.knots[0]?.[name]);
    // Nothing is drawn for it.
    expect(b.knots[0]?.ridge).toEqual(a.knots[0]?.ridge);
  });

  it('gives the same bytes whatever comes after the end of validation', async () => {
    const other = withOtherFuture(history, OPTIONS.validateToMs, 5);
    const later = official.map((one) =>
      one.knownMs < OPTIONS.validateToMs ? one : { ...one, kp: one.kp.map(() => 9) },
    );
    expect(isSame(await train({ official: later }, other), bytes)).toBe(true);
  });

  it('writes a card that tells how it came about', () => {
    const { card, ...learned } = decodeParts(bytes);
    expect(card).toMatchObject({
      target: 'kp',
      model: 'blend',
      seed: 1,
      trainedAtMs: OPTIONS.trainedAtMs,
      codeVersion: 'test',
      skill: [],
      dataFromMs: startMs,
      dataToMs: OPTIONS.validateToMs,
      heldOut: { fromMs: OPTIONS.validateToMs, trainedToMs: OPTIONS.trainToMs },
    });
    expect({ hash: card.weightsHash, bytes: card.weightsBytes }).toEqual(weightsOf(learned));
    expect(card.version).toBe(`2002-03-17.${card.weightsHash.slice(0, 8)}`);
    expect(card.members.map(({ model }) => model)).toEqual(['ridge', 'gradientBoosting', 'neural']);
    expect(card.members.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
  });

  it('goes forward to the end', () => {
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(shares.at(-2)).toBeLessThan(1);
  });

  it('combines official forecasts where there were enough of them to learn from', () => {
    const learned = decodeParts(bytes).official;
    // They are nearly right beyond the nearest leads, so that the weights move ours towards them and the spread
    // narrows.
    expect((learned?.mean[0] ?? NaN) + (learned?.mean[1] ?? NaN)).toBeGreaterThan(0.5);
    expect(learned?.spread).toBeLessThan(1);
    expect(cardOf(bytes).notes).toHaveLength(1);
  });

  it('does without a network, and without official forecasts that were known too seldom', async () => {
    const {
      card,
      variants,
      official: learned,
    } = decodeParts(await train({ neural: null, official: official.slice(0, 10) }));
    expect(card.model).toBe('ridge+gradientBoosting');
    expect(variants.map(({ neural }) => neural)).toEqual([null, null]);
    expect(card.members.map(({ model }) => model)).toEqual(['ridge', 'gradientBoosting']);
    expect(learned).toBeNull();
    expect(card.notes).toEqual([]);
  });

  it('ends when the signal says so', async () => {
    const stop = new AbortController();
    let steps = 0;
    const training = train({ signal: stop.signal, onProgress: () => void (++steps === 3 && stop.abort()) });
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
    expect(steps).toBe(3);
  });

  it('refuses spans in the wrong order and spans that hold too little', async () => {
    await expect(train({ trainToMs: OPTIONS.validateToMs })).rejects.toThrow(/must end before/);
    const early = { trainToMs: startMs + 200 * DAY_MS, validateToMs: startMs + 280 * DAY_MS };
    await expect(train(early)).rejects.toThrow(/too little data .* 2000 and 200 are needed/);
  });
});
