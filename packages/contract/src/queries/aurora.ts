import { defineQuery } from './define.ts';
import { number, optional } from './field.ts';

export const aurora = defineQuery({
  queryType: 'aurora',
  title: 'Aurora',
  group: 'Space weather',
  description: 'Probability of aurora by place, as forecast by OVATION for about an hour ahead: a table of the cells',
  fields: {
    minProbability: optional(
      number({
        title: 'Probability',
        help: 'Only cells of at least this probability; left out, all above 0.',
        unit: '%',
        min: 0,
        max: 100,
        suggestions: [5, 10, 25, 50],
      }),
      'Any',
    ),
  },
  reads: () => ['aurora'],
  start: {},
  example: {},
});
