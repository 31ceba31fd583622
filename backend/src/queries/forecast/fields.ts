import {
  FORECAST_FIELD_NAMES,
  FORECAST_FIELDS,
  FORECAST_TARGETS,
  numberColumn,
  UNITS,
  type Column,
  type FieldConfig,
  type ForecastBody,
  type ForecastField,
  type ForecastTarget,
} from '@orrery/contract';
import { unknownName } from '../nearest.ts';

/** Only Kp has storms: the probabilities and the call for one. */
const STORM_FIELDS: readonly ForecastField[] = ['p5', 'p6', 'p7', 'storm'];

/** Fields that a target has. */
export const fieldsOf = (target: ForecastTarget): readonly ForecastField[] =>
  FORECAST_FIELD_NAMES.filter((name) => target === 'kp' || !STORM_FIELDS.includes(name));

/**
 * The fields asked for, in the order of the contract; all where none is named. Throws `unknownName` for one the target
 * does not have.
 */
export function chosenFields(
  target: ForecastTarget,
  wanted: readonly ForecastField[] | undefined,
): readonly ForecastField[] {
  const known = fieldsOf(target);
  wanted?.forEach((name, i) => {
    if (!known.includes(name)) throw unknownName(`fields.${i}`, `field of the forecast of ${target}`, name, known);
  });
  return wanted ? known.filter((name) => wanted.includes(name)) : known;
}

function configOf(target: ForecastTarget, field: ForecastField, suffix: string): FieldConfig {
  const { title, help } = FORECAST_FIELDS[field];
  const named = { displayNameFromDS: `${title}${suffix}`, description: help };
  if (field === 'storm') return { ...named, unit: UNITS.none, min: 0, max: 1 };
  if (STORM_FIELDS.includes(field)) return { ...named, unit: UNITS.share, min: 0, max: 1 };
  return { ...named, unit: FORECAST_TARGETS[target].unit };
}

/** One row of a forecast: the lead at that index of its columns. */
export interface ForecastRow {
  readonly body: ForecastBody;
  readonly index: number;
}

/** A number column a field over rows; `suffix` follows the display names. Columns that a forecast lacks are null. */
export function forecastColumns(
  target: ForecastTarget,
  fields: readonly ForecastField[],
  rows: readonly ForecastRow[],
  labels: Readonly<Record<string, string>>,
  suffix = '',
): readonly Column[] {
  return fields.map((field) =>
    numberColumn(
      field,
      rows.map(({ body, index }) => body[field]?.[index] ?? null),
      { labels, config: configOf(target, field, suffix) },
    ),
  );
}
