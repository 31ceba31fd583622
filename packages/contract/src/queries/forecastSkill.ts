import { defineQuery, type QueryOf } from './define.ts';
import type { ForecastBaseline } from '../forecast-targets.ts';
import { choice, defaulting, optional, type Option } from './field.ts';
import { leadField, observedOf, targetField, versionField } from './forecast-fields.ts';

const BASELINES = [
  { value: 'persistence', title: 'Persistence', help: 'It stays as it is' },
  { value: 'mean24h', title: 'Mean of 24 h', help: 'It will be as in the last day' },
  { value: 'recurrence', title: '27-day recurrence', help: 'It comes round with the Sun' },
  { value: 'climatology', title: 'Climatology', help: 'It is as it is on average' },
] as const satisfies readonly Option<ForecastBaseline>[];

export const forecastSkill = defineQuery({
  queryType: 'forecastSkill',
  title: 'Forecast skill',
  group: 'Forecasts',
  description: 'How good forecasts were against simple ones: by lead, over time, and whether probabilities came true',
  fields: {
    target: targetField('Whose forecasts are judged.'),
    format: defaulting(
      choice({
        title: 'Format',
        help: 'How the scores are shown.',
        options: [
          { value: 'table', title: 'Table', help: 'A row per lead' },
          { value: 'series', title: 'Series', help: 'Errors by day or week, of one lead' },
          { value: 'reliability', title: 'Reliability', help: 'How often what was said to be likely came' },
        ],
      }),
      'table',
    ),
    baseline: defaulting(
      choice({
        title: 'Baseline',
        help: 'The simple forecast that the skill is measured against: 1 is perfect, 0 no better.',
        options: BASELINES,
      }),
      'persistence',
    ),
    basis: defaulting(
      choice({
        title: 'Scores of',
        help: 'Which forecasts are judged.',
        options: [
          {
            value: 'auto',
            title: 'Best',
            help: 'Forecasts issued in the range where they are enough, else the held-out years',
          },
          { value: 'issued', title: 'As issued', help: 'Only forecasts issued here' },
          { value: 'heldOut', title: 'Held out', help: 'Years that the model in use never learned from' },
        ],
      }),
      'auto',
    ),
    leadHours: optional(leadField('Just this lead; a series has 24 h where none is named.'), 'All'),
    version: versionField,
  },
  reads: observedOf,
  start: { target: 'kp' },
  example: { target: 'kp', leadHours: 24 },
});
export type ForecastSkillQuery = QueryOf<typeof forecastSkill>;
