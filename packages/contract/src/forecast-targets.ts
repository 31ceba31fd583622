import { HOUR_MS } from './time.ts';

/**
 * What is forecast. `leads` counts steps: the first is the step that begins when the forecast is issued. `series` is
 * the observed one.
 */
export const FORECAST_TARGETS = {
  kp: { title: 'Kp index', series: 'kp', unit: 'none', stepMs: 3 * HOUR_MS, leads: 24 },
  solarWindSpeed: {
    title: 'Solar wind speed',
    series: 'solarWindSpeed',
    unit: 'suffix: km/s',
    stepMs: HOUR_MS,
    leads: 96,
  },
  f107: { title: 'Solar radio flux F10.7', series: 'f107', unit: 'suffix: sfu', stepMs: 24 * HOUR_MS, leads: 27 },
  dst: { title: 'Dst index', series: 'dst', unit: 'suffix: nT', stepMs: HOUR_MS, leads: 24 },
} as const;
export type ForecastTarget = keyof typeof FORECAST_TARGETS;
export const FORECAST_TARGET_NAMES = Object.keys(FORECAST_TARGETS) as readonly ForecastTarget[];

/** A lead counts to the END of the forecast step: 3 h of Kp is the interval that begins at the moment of issue. */
export const validAtMs = (target: ForecastTarget, issuedAtMs: number, leadHours: number): number =>
  issuedAtMs + leadHours * HOUR_MS - FORECAST_TARGETS[target].stepMs;

/** Baselines every forecast is compared with, on exactly the same hours. */
export const FORECAST_BASELINES = ['persistence', 'mean24h', 'recurrence', 'climatology'] as const;
export type ForecastBaseline = (typeof FORECAST_BASELINES)[number];

/**
 * Number fields of a forecast as it is answered, with their words; probabilities and the storm call only where the
 * target has storms.
 */
export const FORECAST_FIELDS = {
  value: { title: 'Forecast', help: 'Expected value' },
  median: { title: 'Median', help: 'Half of all outcomes are below' },
  lower80: { title: '80 % from', help: '80 of 100 outcomes are between this and the upper one' },
  upper80: { title: '80 % to', help: '80 of 100 outcomes are between the lower one and this' },
  lower95: { title: '95 % from', help: '95 of 100 outcomes are between this and the upper one' },
  upper95: { title: '95 % to', help: '95 of 100 outcomes are between the lower one and this' },
  p5: { title: 'Kp ≥ 5', help: 'Probability of a storm: Kp of 5 or more in the interval' },
  p6: { title: 'Kp ≥ 6', help: 'Probability of Kp of 6 or more in the interval' },
  p7: { title: 'Kp ≥ 7', help: 'Probability of Kp of 7 or more in the interval' },
  storm: { title: 'Storm call', help: '1 where the decision rule of the model calls a storm, else 0' },
} as const;
export type ForecastField = keyof typeof FORECAST_FIELDS;
export const FORECAST_FIELD_NAMES = Object.keys(FORECAST_FIELDS) as readonly ForecastField[];
