import type { Revision } from '../revisions.ts';
import { defineQuery, type QueryOf } from './define.ts';
import { choice, defaulting, names, optional, toggle, type Option } from './field.ts';

const REVISION_OPTIONS = [
  { value: 'definitive', title: 'Definitive' },
  { value: 'provisional', title: 'Provisional' },
  { value: 'nowcast', title: 'Nowcast', help: 'As first measured or estimated' },
  { value: 'predicted', title: 'Predicted', help: "The publisher's own forecast" },
] as const satisfies readonly Option<Revision>[];

export const observations = defineQuery({
  queryType: 'observations',
  title: 'Observations',
  group: 'Space weather',
  description: 'Measured series of space weather, such as the Kp index or the solar wind',
  fields: {
    series: names({ title: 'Series', help: 'Measured series; one frame each.', options: 'series' }),
    aggregate: defaulting(
      choice({
        title: 'Aggregate',
        help: 'What stands for the values of an interval when there are more than the panel has points.',
        options: [
          { value: 'mean', title: 'Mean' },
          { value: 'min', title: 'Minimum' },
          { value: 'max', title: 'Maximum' },
          { value: 'last', title: 'Last' },
        ],
      }),
      'mean',
    ),
    revision: optional(
      choice({
        title: 'Revision',
        help: 'How final the values are. Best takes for each moment the most final one.',
        options: REVISION_OPTIONS,
      }),
      { title: 'Best', help: 'The most final value of each moment' },
    ),
    envelope: defaulting(
      toggle({
        title: 'Envelope',
        help: 'Smallest and largest value (`…Min`, `…Max`) beside the aggregate, where a point stands for several values.',
      }),
      true,
    ),
  },
  reads: ({ series }) => (Array.isArray(series) ? series.filter((name) => typeof name === 'string') : []),
  start: { series: ['kp'] },
  example: { series: ['kp'], aggregate: 'max' },
});
export type ObservationsQuery = QueryOf<typeof observations>;
