import { networkValues, seededRandom, type Layer, type NetworkTask } from '@orrery/forecast';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { trainNetwork } from './network.ts';

// A training takes a second or two of a processor, which on a busy machine may be a minute.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const NOISE = 0.3;
const TRUTH = [(x: number): number => 100 + 5 * x, (x: number): number => -Math.abs(x)];

/** A line and a line with a kink, of one input, with noise and gaps in the targets; the second input is noise. */
function noisyTask(rows: number, change: Partial<NetworkTask> = {}): NetworkTask {
  const random = seededRandom(4);
  const inputs = Float32Array.from({ length: rows * 2 }, () => 4 * random() - 2);
  const targets = Float32Array.from({ length: rows * 2 }, (_, i) => {
    const truth = TRUTH[i % 2]!(inputs[i - (i % 2)]!);
    return random() < 0.1 ? NaN : truth + NOISE * (2 * random() - 1);
  });
  return { rows, inputs, targets, outputs: 2, hidden: [32, 16], epochs: 60, seed: 1, ...change };
}

const identity = {
  columns: Uint16Array.of(0, 1),
  mean: new Float32Array(2),
  scale: new Float32Array(2).fill(1),
  flagged: new Uint16Array(0),
};

/** RMSE of each output against the truth without noise, on an even grid. */
function errorsOf(layers: readonly Layer[]): readonly number[] {
  const grid = Array.from({ length: 41 }, (_, i) => -2 + i / 10);
  const forecasts = grid.map((x) => networkValues({ scaler: identity, layers }, Float32Array.of(x, 0.5)));
  return TRUTH.map((truth, output) =>
    Math.sqrt(grid.reduce((sum, x, i) => sum + (forecasts[i]![output]! - truth(x)) ** 2, 0) / grid.length),
  );
}

describe('the training of a network', () => {
  let layers: readonly Layer[];
  beforeAll(async () => {
    layers = await trainNetwork(noisyTask(6000, { hidden: [64], epochs: 60 }));
  });

  it('learns curves from noisy targets with gaps, in the units of the targets', () => {
    const [line, kinked] = errorsOf(layers);
    // The curves have standard deviations of 5.8 and 0.6; a short training comes near them.
    expect(line).toBeLessThan(2);
    expect(kinked).toBeLessThan(0.4);
  });

  it('keeps one output for each target', () => {
    expect(layers.map(({ kernel, bias }) => [kernel.length, bias.length])).toEqual([
      [128, 64],
      [128, 2],
    ]);
  });

  it('gives the same weights for the same task, and others for another seed', async () => {
    const task = noisyTask(1000, { epochs: 2 });
    const [one, again, other] = [
      await trainNetwork(task),
      await trainNetwork(task),
      await trainNetwork({ ...task, seed: 2 }),
    ];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('is not fitted on the last tenth of the rows', async () => {
    const task = noisyTask(3000, { epochs: 1 });
    const moved = { ...task, targets: task.targets.map((value, i) => (i < 2 * 2700 ? value : 1 - value)) };
    expect(await trainNetwork(moved)).toEqual(await trainNetwork(task));
  });

  it('stops when the signal is aborted', async () => {
    const control = new AbortController();
    const training = trainNetwork(noisyTask(8000, { epochs: 1_000_000 }), control.signal);
    setTimeout(() => control.abort(), 50);
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
  });
});
