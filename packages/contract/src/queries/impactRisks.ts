import { defineQuery } from './define.ts';

export const impactRisks = defineQuery({
  queryType: 'impactRisks',
  title: 'Impact risks',
  group: 'Near-Earth objects',
  description: "Objects of JPL's Sentry list, the most noteworthy first: a table",
  fields: {},
  reads: () => ['sentryObject'],
  start: {},
  example: {},
});
