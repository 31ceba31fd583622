import { ALERT_KINDS } from '../space.ts';
import { defineQuery } from './define.ts';
import { choices, optional } from './field.ts';

export const spaceWeatherAlerts = defineQuery({
  queryType: 'spaceWeatherAlerts',
  title: 'Space weather alerts',
  group: 'Space weather',
  description: "Alerts, watches, warnings and summaries of NOAA's SWPC: a table, also for annotations",
  fields: {
    kinds: optional(
      choices({
        title: 'Kinds',
        help: 'Which messages; empty means all.',
        options: [
          { value: ALERT_KINDS[0], title: 'Alert', help: 'A threshold has been reached' },
          { value: ALERT_KINDS[1], title: 'Watch', help: 'A storm is possible in the days ahead' },
          { value: ALERT_KINDS[2], title: 'Warning', help: 'A threshold is expected to be reached within hours' },
          { value: ALERT_KINDS[3], title: 'Summary', help: 'What an event was like, after it' },
        ],
      }),
      'All',
    ),
  },
  reads: () => ['alert'],
  start: {},
  example: { kinds: ['alert', 'watch', 'warning'] },
});
