import { FORECAST_FIELD_NAMES, FORECAST_FIELDS, type ForecastField } from '../forecast-targets.ts';
import { defineQuery, type QueryOf } from './define.ts';
import { choice, choices, defaulting, instant, optional, text, type Option } from './field.ts';
import { leadField, observedOf, targetField, versionField } from './forecast-fields.ts';

const SERIES = { format: ['series'] };
const MARKS = { format: ['marks'] };

export const forecast = defineQuery({
  queryType: 'forecast',
  title: 'Forecast',
  group: 'Forecasts',
  description: 'What is said of the days ahead, with bands and the probability of storms, as it was issued',
  fields: {
    target: targetField('What is forecast.'),
    format: defaulting(
      choice({
        title: 'Format',
        help: 'The forecast itself, or marks for annotations.',
        options: [
          { value: 'series', title: 'Series' },
          { value: 'marks', title: 'Marks', help: 'Now and the moment of issue, for annotations' },
        ],
      }),
      'series',
    ),
    issuedAt: optional(
      instant({
        title: 'Issued at',
        help: 'The last forecast issued at or before a moment, ISO 8601 with zone or epoch milliseconds. The latest is by now, whatever the time range: an alert rule may watch the next day alone.',
      }),
      'Latest',
    ),
    kinds: {
      ...optional(
        choices({
          title: 'Kinds',
          help: 'Which marks; empty means all.',
          options: [
            { value: 'now', title: 'Now' },
            { value: 'issued', title: 'Issued' },
          ],
        }),
        'All',
      ),
      when: MARKS,
    },
    leadHours: {
      ...optional(
        leadField(
          'All leads of one forecast; or what every forecast said so many hours ahead, to lay beside what came.',
        ),
        'All',
      ),
      when: SERIES,
    },
    fields: {
      ...optional(
        choices({
          title: 'Fields',
          help: 'Only these; an alert rule wants one. Empty means all.',
          options: FORECAST_FIELD_NAMES.map((value): Option<ForecastField> => ({ value, ...FORECAST_FIELDS[value] })),
        }),
        'All',
      ),
      when: SERIES,
    },
    model: optional(text({ title: 'Model', help: 'Only forecasts of this kind of model (blend, ridge …).' }), 'Any'),
    version: versionField,
  },
  reads: observedOf,
  start: { target: 'kp' },
  example: { target: 'kp', issuedAt: '2025-05-25T13:00:00Z' },
});
export type ForecastQuery = QueryOf<typeof forecast>;
