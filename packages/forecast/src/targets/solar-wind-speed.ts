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

const COMMON: readonly Feature[] = [
  ...steps('solarWindSpeed', [0, 1, 2, 3, 5, 8, 11]),
  ...means('solarWindSpeed', [6, 12, 24, 48, 72, 168, 648]),
  ...maxima('solarWindSpeed', [24, 72]),
  ...minima('solarWindSpeed', [24, 72]),
  ...deviations('solarWindSpeed', [12, 72]),
  ...changes('solarWindSpeed', [3, 6, 12, 24, 48]),
  ...steps('solarWindDensity', [0]),
  ...means('solarWindDensity', [6, 24]),
  ...maxima('solarWindDensity', [24]),
  ...means('pressure', [6]),
  ...steps('bt', [0]),
  ...means('bt', [6, 24, 72]),
  ...maxima('bt', [24]),
  ...deviations('bz', [6, 24]),
  ...steps('kp', [0, 1, 2]),
  ...means('kp', [12, 24, 72, 648]),
  ...means('f107', [24, 648, 1944]),
  ...calendar(),
  share('solarWindSpeed', 24),
];

/** Hourly solar wind speed. */
export const SOLAR_WIND_SPEED: TargetSpec = {
  target: 'solarWindSpeed',
  input: 'solarWindSpeed',
  knots: [1, 2, 3, 6, 9, 12, 18, 24, 30, 36, 42, 48, 54, 60, 66, 72, 78, 84, 90, 96],
  anchor: {
    name: 'solarWindSpeed.last',
    of: ({ of: { solarWindSpeed } }) =>
      firstKnown(solarWindSpeed.step(0), solarWindSpeed.mean(3), solarWindSpeed.mean(24)),
  },
  variants: [
    { name: 'wind', needs: [{ input: 'solarWindSpeed', hours: 24, share: 0.25 }], common: COMMON, ofLead: rotations },
  ],
  bounds: [200, 2500],
  // 5 h and 24 h have no common divisor, so all hours of the day are used.
  strideMs: 5 * HOUR_MS,
  boosting: (leadHours) =>
    leadHours <= 12
      ? { trees: 300, learningRate: 0.06, maxLeaves: 16, minLeafWeight: 60 }
      : { trees: 150, learningRate: 0.08, maxLeaves: 8, minLeafWeight: 300 },
  ridgePenalty: 0.01,
  quantileBins: 5,
  firstFoldMs: Date.UTC(2005, 0, 1),
  neural: { hidden: [128, 64], epochs: 14 },
  storms: [],
};

function rotations(leadHours: number): readonly Feature[] {
  const ahead = (leadHours - 1) * HOUR_MS;
  return [
    recurrence('solarWindSpeed', ahead, HOUR_MS, 1, 1, 1),
    recurrence('solarWindSpeed', ahead, HOUR_MS, 1, 6, 6),
    recurrence('solarWindSpeed', ahead, HOUR_MS, 1, 24, 24),
    recurrence('solarWindSpeed', ahead, HOUR_MS, 1, 0, 24),
    recurrence('solarWindSpeed', ahead, HOUR_MS, 1, 24, 0),
    recurrence('solarWindSpeed', ahead, HOUR_MS, 2, 6, 6),
    recurrence('solarWindSpeed', ahead, HOUR_MS, 2, 24, 24),
    recurrence('solarWindSpeed', ahead, HOUR_MS, 3, 12, 12),
    recurrence('kp', ahead, HOUR_MS, 1, 12, 12),
    { ...recurrence('solarWindSpeed', -HOUR_MS, HOUR_MS, 1, 6, 0), name: 'solarWindSpeed.rotation1.atIssue' },
    { ...recurrence('solarWindSpeed', -HOUR_MS, HOUR_MS, 1, 24, 0), name: 'solarWindSpeed.rotation1.dayBefore' },
  ];
}
