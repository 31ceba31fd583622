import { HOUR_MS } from '@orrery/contract';
import type { Feature } from '../features/feature.ts';
import {
  calendar,
  changes,
  deviations,
  firstKnown,
  maxima,
  means,
  minima,
  recurrence,
  share,
  steps,
} from '../features/kit.ts';
import type { TargetSpec } from './spec.ts';

const HISTORY: readonly Feature[] = [
  ...steps('dst', [0, 1, 2, 3, 4, 6, 9, 12, 18, 24]),
  ...means('dst', [6, 12, 24, 72, 648]),
  ...minima('dst', [12, 24, 72]),
  ...deviations('dst', [12, 24]),
  ...changes('dst', [3, 6]),
  ...steps('kp', [0, 1, 2]),
  ...means('kp', [12, 24, 72]),
  ...means('f107', [24, 1944]),
  ...calendar(),
];

const WIND: readonly Feature[] = [
  ...steps('solarWindSpeed', [0, 1]),
  ...means('solarWindSpeed', [6, 24]),
  ...changes('solarWindSpeed', [3, 12]),
  ...steps('solarWindDensity', [0]),
  ...means('solarWindDensity', [3, 12]),
  ...steps('pressure', [0, 1, 2]),
  ...means('pressure', [3, 12]),
  ...changes('pressure', [1, 3]),
  ...steps('bt', [0, 1]),
  ...means('bt', [6, 24]),
  ...steps('by', [0]),
  ...steps('bz', [0, 1, 2, 3]),
  ...means('bz', [3, 6, 12]),
  ...minima('bz', [6, 12]),
  ...deviations('bz', [6, 24]),
  ...steps('newell', [0, 1, 2]),
  ...means('newell', [3, 6, 12, 24]),
  ...steps('electric', [0, 1, 2, 3]),
  ...means('electric', [3, 6, 12]),
  ...maxima('electric', [6, 12]),
  share('bz', 6),
];

/** Hourly Dst. */
export const DST: TargetSpec = {
  target: 'dst',
  input: 'dst',
  knots: [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 21, 24],
  anchor: { name: 'dst.last', of: ({ of }) => firstKnown(of.dst.step(0), of.dst.mean(3), of.dst.mean(12)) },
  variants: [
    {
      name: 'wind',
      needs: [
        { input: 'dst', hours: 12, share: 0.25 },
        { input: 'solarWindSpeed', hours: 6, share: 0.3 },
        { input: 'bz', hours: 3, share: 0.3 },
      ],
      common: [...HISTORY, ...WIND],
      ofLead: rotations,
    },
    { name: 'history', needs: [{ input: 'dst', hours: 12, share: 0.25 }], common: HISTORY, ofLead: rotations },
  ],
  bounds: [-2000, 200],
  // 5 h and 24 h have no common divisor, so all hours of the day are used.
  strideMs: 5 * HOUR_MS,
  boosting: (leadHours) =>
    leadHours <= 6
      ? { trees: 400, learningRate: 0.05, maxLeaves: 16, minLeafWeight: 40 }
      : { trees: 200, learningRate: 0.07, maxLeaves: 8, minLeafWeight: 150 },
  ridgePenalty: 0.01,
  quantileBins: 5,
  // Early, so that the bands include active years: 2005–2015 alone was too quiet.
  firstFoldMs: Date.UTC(2001, 0, 1),
  neural: { hidden: [128, 64], epochs: 14 },
  storms: [],
};

function rotations(leadHours: number): readonly Feature[] {
  const ahead = (leadHours - 1) * HOUR_MS;
  return [recurrence('dst', ahead, HOUR_MS, 1, 3, 3), recurrence('dst', ahead, HOUR_MS, 1, 12, 12)];
}
