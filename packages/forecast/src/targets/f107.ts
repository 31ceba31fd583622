import { DAY_MS } from '@orrery/contract';
import type { Feature } from '../features/feature.ts';
import { calendar, means, recurrence } from '../features/kit.ts';
import type { View } from '../features/view.ts';
import type { TargetSpec } from './spec.ts';

const DAY_HOURS = 24;

/** The last measured flux, of at most a week before. */
const last = ({ of: { f107 } }: View): number => {
  for (let back = 0; back < 7; back++) {
    const value = f107.step(back);
    if (value === value) return value;
  }
  return NaN;
};

/** The level varies with the solar cycle, so features are differences from the last value. */
const fromLast = (name: string, of: (view: View) => number): Feature => ({
  name: `f107.${name}.fromLast`,
  of: (view) => of(view) - last(view),
});

const COMMON: readonly Feature[] = [
  { name: 'f107.last', of: last },
  ...[1, 2, 3, 4, 5, 6, 8, 10, 13].map((back) => fromLast(`step${back}`, ({ of }) => of.f107.step(back))),
  ...[5, 10, 27, 54, 81, 365].map((days) => fromLast(`mean${days}d`, ({ of }) => of.f107.mean(days * DAY_HOURS))),
  fromLast('max27d', ({ of }) => of.f107.max(27 * DAY_HOURS)),
  fromLast('min27d', ({ of }) => of.f107.min(27 * DAY_HOURS)),
  { name: 'f107.deviation27d', of: ({ of }) => of.f107.deviation(27 * DAY_HOURS) },
  { name: 'f107.deviation7d', of: ({ of }) => of.f107.deviation(7 * DAY_HOURS) },
  ...means('kp', [24, 168, 648]),
  ...calendar().slice(0, 2),
];

/** Daily F10.7, as observed. */
export const F107: TargetSpec = {
  target: 'f107',
  input: 'f107',
  knots: [1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 15, 18, 21, 24, 27].map((days) => days * DAY_HOURS),
  anchor: { name: 'f107.last', of: last },
  variants: [
    { name: 'history', needs: [{ input: 'f107', hours: 168, share: 0.4 }], common: COMMON, ofLead: rotations },
  ],
  bounds: [60, 500],
  strideMs: DAY_MS,
  boosting: () => ({ trees: 200, learningRate: 0.05, maxLeaves: 8, minLeafWeight: 100 }),
  ridgePenalty: 0.003,
  quantileBins: 3,
  firstFoldMs: Date.UTC(1995, 0, 1),
  neural: { hidden: [64, 32], epochs: 40 },
  storms: [],
};

function rotations(leadHours: number): readonly Feature[] {
  const ahead = leadHours * 3_600_000 - DAY_MS;
  const about = (rotation: number, hours: number): Feature => {
    const feature = recurrence('f107', ahead, DAY_MS, rotation, hours, hours);
    return { name: `${feature.name}.fromLast`, of: (view) => feature.of(view) - last(view) };
  };
  return [about(1, 0), about(1, 24), about(1, 72), about(2, 24), about(3, 72)];
}
