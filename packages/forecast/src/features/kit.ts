import { DAY_MS, HOUR_MS } from '@orrery/contract';
import type { Feature } from './feature.ts';
import type { View } from './view.ts';

const YEAR_MS = 365.2425 * DAY_MS;
/** A Carrington rotation as seen from Earth lasts 27.3 days; 27 keeps the hour of the day (Bartels). */
export const ROTATION_MS = 27 * DAY_MS;

type Source = keyof View['of'];

export const steps = (source: Source, backs: readonly number[]): Feature[] =>
  backs.map((back) => ({ name: `${source}.step${back}`, of: ({ of }) => of[source].step(back) }));

export const means = (source: Source, hours: readonly number[]): Feature[] =>
  hours.map((h) => ({ name: `${source}.mean${h}h`, of: ({ of }) => of[source].mean(h) }));

export const maxima = (source: Source, hours: readonly number[]): Feature[] =>
  hours.map((h) => ({ name: `${source}.max${h}h`, of: ({ of }) => of[source].max(h) }));

export const minima = (source: Source, hours: readonly number[]): Feature[] =>
  hours.map((h) => ({ name: `${source}.min${h}h`, of: ({ of }) => of[source].min(h) }));

export const deviations = (source: Source, hours: readonly number[]): Feature[] =>
  hours.map((h) => ({ name: `${source}.deviation${h}h`, of: ({ of }) => of[source].deviation(h) }));

/** Mean of the last hours minus the mean of the same number of hours before them. */
export const changes = (source: Source, hours: readonly number[]): Feature[] =>
  hours.map((h) => ({ name: `${source}.change${h}h`, of: ({ of }) => of[source].mean(h) - of[source].mean(h, h) }));

/** The first of the values that is known. */
export const firstKnown = (...values: readonly number[]): number => values.find((value) => value === value) ?? NaN;

/** Share of the last hours that is known. */
export const share = (source: Source, hours: number): Feature => ({
  name: `${source}.known${hours}h`,
  of: ({ of }) => of[source].known(hours),
});

/**
 * Season and time of day as sine and cosine; geomagnetic activity has a half-yearly variation (Russell & McPherron
 * 1973).
 */
export const calendar = (): Feature[] => {
  const turn = (view: View): number => (2 * Math.PI * view.atMs) / YEAR_MS;
  const day = (view: View): number => (2 * Math.PI * (view.atMs % DAY_MS)) / DAY_MS;
  return [
    { name: 'season.sin', of: (view) => Math.sin(turn(view)) },
    { name: 'season.cos', of: (view) => Math.cos(turn(view)) },
    { name: 'season.sin2', of: (view) => Math.sin(2 * turn(view)) },
    { name: 'season.cos2', of: (view) => Math.cos(2 * turn(view)) },
    { name: 'universalTime.sin', of: (view) => Math.sin(day(view)) },
    { name: 'universalTime.cos', of: (view) => Math.cos(day(view)) },
  ];
};

/**
 * The mean around the step that begins `fromIssueMs` after the issue, a number of solar rotations earlier: from
 * `before` hours before it to `after` hours after it.
 */
export function recurrence(
  source: Source,
  fromIssueMs: number,
  stepMs: number,
  rotations: number,
  beforeHours: number,
  afterHours: number,
): Feature {
  const shift = fromIssueMs - rotations * ROTATION_MS;
  return {
    name: `${source}.rotation${rotations}.${fromIssueMs / HOUR_MS}h.${beforeHours}h-${afterHours}h`,
    of: ({ of, atMs }) =>
      of[source].around(atMs + shift - beforeHours * HOUR_MS, atMs + shift + stepMs + afterHours * HOUR_MS),
  };
}
