import { HOUR_MS } from '@orrery/contract';
import type { Feature } from '../features/feature.ts';
import { calendar, changes, deviations, maxima, means, minima, recurrence, share, steps } from '../features/kit.ts';
import type { TargetSpec } from './spec.ts';

const STEP_MS = 3 * HOUR_MS;
const LEADS = Array.from({ length: 24 }, (_, step) => (step + 1) * 3);

/** Features of Kp, F10.7 and the calendar. */
const HISTORY: readonly Feature[] = [
  ...steps('kp', [0, 1, 2, 3, 4, 5, 6, 7]),
  ...means('kp', [12, 24, 48, 72, 168, 648]),
  ...maxima('kp', [24, 72]),
  ...minima('kp', [24]),
  ...deviations('kp', [24, 72]),
  ...changes('kp', [6, 24]),
  ...means('f107', [24, 648, 1944]),
  ...calendar(),
];

/** Additional features of the solar wind and Dst. */
const WIND: readonly Feature[] = [
  ...steps('solarWindSpeed', [0, 1, 2]),
  ...means('solarWindSpeed', [6, 24, 72]),
  ...maxima('solarWindSpeed', [24]),
  ...changes('solarWindSpeed', [3, 6, 12, 24]),
  ...steps('solarWindDensity', [0, 1]),
  ...means('solarWindDensity', [3, 12, 24]),
  ...maxima('solarWindDensity', [12]),
  ...steps('pressure', [0, 1]),
  ...means('pressure', [3, 12]),
  ...steps('bt', [0, 1, 2]),
  ...means('bt', [6, 24]),
  ...maxima('bt', [12]),
  ...steps('by', [0]),
  ...means('by', [6, 24]),
  ...steps('bz', [0, 1, 2]),
  ...means('bz', [3, 6, 12, 24]),
  ...minima('bz', [6, 24]),
  ...deviations('bz', [6, 24]),
  ...steps('newell', [0, 1, 2, 3, 4, 5]),
  ...means('newell', [3, 6, 12, 24]),
  ...maxima('newell', [6, 24]),
  ...means('southward', [3, 12]),
  ...means('electric', [3, 6]),
  ...steps('dst', [0, 1, 3]),
  ...means('dst', [12, 24, 72]),
  ...minima('dst', [24]),
  share('solarWindSpeed', 24),
  share('bz', 6),
];

/** Kp in 3-hour intervals. */
export const KP: TargetSpec = {
  target: 'kp',
  input: 'kp',
  knots: LEADS,
  anchor: null,
  variants: [
    {
      name: 'wind',
      needs: [
        { input: 'kp', hours: 24, share: 0.5 },
        { input: 'solarWindSpeed', hours: 6, share: 0.3 },
        { input: 'bz', hours: 3, share: 0.3 },
      ],
      common: [...HISTORY, ...WIND],
      ofLead: (leadHours) => rotations(leadHours, true),
    },
    {
      name: 'history',
      needs: [{ input: 'kp', hours: 24, share: 0.5 }],
      // Six decades instead of three: every third interval is enough, and steps of 9 h cover all hours of the day.
      strideMs: 3 * STEP_MS,
      common: HISTORY,
      ofLead: (leadHours) => rotations(leadHours, false),
    },
  ],
  bounds: [0, 9],
  strideMs: STEP_MS,
  // Chosen on 2005–2008 and 2013–2014: short leads support larger trees than long ones.
  boosting: (leadHours) =>
    leadHours <= 6
      ? { trees: 400, learningRate: 0.05, maxLeaves: 16, minLeafWeight: 60 }
      : { trees: 150, learningRate: 0.08, maxLeaves: 8, minLeafWeight: 300 },
  ridgePenalty: 0.01,
  quantileBins: 5,
  firstFoldMs: Date.UTC(2005, 0, 1),
  neural: { hidden: [128, 64], epochs: 14 },
  // Kp is given in thirds: 5- is 4.67, so values count as 5 from halfway, 4.83.
  storms: [
    { level: 5, from: 4.83 },
    { level: 6, from: 5.83 },
    { level: 7, from: 6.83 },
  ],
};

/** Values one to three solar rotations before the forecast interval. `windToo`: of the speed as well. */
function rotations(leadHours: number, windToo: boolean): readonly Feature[] {
  const ahead = leadHours * HOUR_MS - STEP_MS;
  return [
    recurrence('kp', ahead, STEP_MS, 1, 0, 0),
    recurrence('kp', ahead, STEP_MS, 1, 6, 6),
    recurrence('kp', ahead, STEP_MS, 1, 24, 24),
    recurrence('kp', ahead, STEP_MS, 1, 48, 48),
    recurrence('kp', ahead, STEP_MS, 2, 6, 6),
    recurrence('kp', ahead, STEP_MS, 2, 24, 24),
    recurrence('kp', ahead, STEP_MS, 3, 12, 12),
    { ...recurrence('kp', -STEP_MS, STEP_MS, 1, 24, 0), name: 'kp.rotation1.atIssue' },
    ...(windToo
      ? [
          recurrence('solarWindSpeed', ahead, STEP_MS, 1, 6, 6),
          recurrence('solarWindSpeed', ahead, STEP_MS, 1, 24, 24),
          { ...recurrence('solarWindSpeed', -STEP_MS, STEP_MS, 1, 6, 0), name: 'solarWindSpeed.rotation1.atIssue' },
        ]
      : []),
  ];
}
