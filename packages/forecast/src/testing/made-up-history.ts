import { DAY_MS } from '@orrery/contract';
import { INPUT_NAMES, INPUTS, type History, type Input } from '../history.ts';
import { seededRandom } from '../random.ts';

/** Means and deviations of the made-up inputs, about those of the real ones. */
const SHAPES: Readonly<Record<Input, readonly [number, number]>> = {
  kp: [2, 1.2],
  f107: [120, 10],
  dst: [-10, 15],
  solarWindSpeed: [420, 80],
  solarWindDensity: [6, 3],
  bt: [6, 2],
  by: [0, 3],
  bz: [0, 3],
};

/** Random walks about a mean with a 27-day wave, for tests that ask for structure and not for truth. */
export function madeUpHistory(days: number, seed: number, startMs = Date.UTC(2001, 0, 1)): History {
  const random = seededRandom(seed);
  return Object.fromEntries(
    INPUT_NAMES.map((name) => {
      const { stepMs } = INPUTS[name];
      const [mean, deviation] = SHAPES[name];
      let wander = 0;
      const values = Float64Array.from({ length: Math.floor((days * DAY_MS) / stepMs) }, (_, i) => {
        wander = 0.95 * wander + (random() - 0.5) * deviation;
        const wave = Math.sin((2 * Math.PI * i * stepMs) / (27 * DAY_MS)) * deviation;
        return mean + wander + wave;
      });
      return [name, { startMs, stepMs, values }];
    }),
  ) as History;
}

/** The same history with everything from a moment on replaced by other numbers. */
export function withOtherFuture(history: History, fromMs: number, seed: number): History {
  const random = seededRandom(seed);
  return Object.fromEntries(
    INPUT_NAMES.map((name) => {
      const { startMs, stepMs, values } = history[name];
      // A step that is not over at the moment is not known either.
      const first = Math.max(0, Math.floor((fromMs - startMs) / stepMs));
      return [name, { startMs, stepMs, values: values.map((value, i) => (i < first ? value : random() * 1e4 - 5e3)) }];
    }),
  ) as History;
}
