import { FORECAST_TARGET_NAMES, FORECAST_TARGETS } from '../forecast-targets.ts';
import type { DraftQuery } from './define.ts';
import { choice, name, number, optional } from './field.ts';

/** What is forecast; one of the targets. */
export const targetField = (help: string) =>
  choice({ title: 'Target', help, values: FORECAST_TARGET_NAMES, options: 'forecastTargets' });

/** Hours between issue and the end of the step that is forecast. */
export const leadField = (help: string) =>
  number({ title: 'Hours ahead', help, unit: 'h', above: 0, max: 10_000, suggestions: 'leads' });

export const versionField = optional(
  name({ title: 'Version', help: 'Only forecasts of this version of a model.', options: 'forecastModels' }),
  'In use',
);

/** What a query of forecasts reads: the observed series of its target, once that is known. */
export const observedOf = ({ target }: DraftQuery): readonly string[] =>
  FORECAST_TARGET_NAMES.filter((name) => name === target).map((name) => FORECAST_TARGETS[name].series);
