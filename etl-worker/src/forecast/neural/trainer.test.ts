import { encodeNeural, type NeuralProgress } from '@orrery/forecast/neural';
import { describe, expect, test } from 'vitest';
import { toyTask } from './testing/tasks.ts';
import { trainNeural } from './trainer.ts';

describe('trainNeural', () => {
  test('gives the same weights from a thread as from the caller itself, and leaves the task whole', async () => {
    const task = toyTask(1000, { dropout: 0.1 });
    const seen: NeuralProgress[] = [];
    const weights = await trainNeural(task, { onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ epoch, epochs }) => [epoch, epochs])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(task.inputs).toHaveLength(3000);
    const here = await trainNeural(task, { thread: false });
    expect(encodeNeural(here, 'float32')).toEqual(encodeNeural(weights, 'float32'));
  });

  test('leaves the caller free meanwhile', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    await trainNeural(toyTask(20_000, { epochs: 5 }));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });

  test('ends its thread when it is told to', async () => {
    const control = new AbortController();
    const endless = toyTask(5000, { epochs: 100_000, patience: 100_000 });
    const training = trainNeural(endless, {
      signal: control.signal,
      onProgress: () => control.abort(new Error('enough')),
    });
    await expect(training).rejects.toMatchObject({ code: 'cancelled', cause: { message: 'enough' } });
    await expect(trainNeural(endless, { signal: control.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('refuses a task that cannot be, before a thread is started', async () => {
    await expect(trainNeural({ ...toyTask(10), trainRows: 11 })).rejects.toMatchObject({ code: 'invalidRequest' });
  });
});
