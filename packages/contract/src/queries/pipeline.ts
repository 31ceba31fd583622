import { defineQuery, type QueryOf } from './define.ts';
import { choice, defaulting, name, names, optional } from './field.ts';
import { targetField } from './forecast-fields.ts';

const MODELS = { view: ['models'] };
const DRIFT = { view: ['drift'] };
const FORECAST_VIEWS = ['models', 'drift'];

export const pipeline = defineQuery({
  queryType: 'pipeline',
  title: 'Pipeline',
  group: 'System',
  description: 'How the service itself is: sources, runs, queues, quarantine, forecast models and their drift',
  fields: {
    view: defaulting(
      choice({
        title: 'View',
        help: 'Which part of the pipeline.',
        options: [
          { value: 'sources', title: 'Sources', help: 'State, freshness and last run of each source' },
          { value: 'runs', title: 'Runs', help: 'What each run of a source brought' },
          { value: 'queues', title: 'Queues', help: 'Jobs by type, lag by consumer group, failed jobs' },
          { value: 'quarantine', title: 'Quarantine', help: 'Records set aside, with the reason' },
          { value: 'models', title: 'Models', help: 'Forecast models, those in use first' },
          { value: 'drift', title: 'Drift', help: 'Drift of forecast models and their retrainings' },
        ],
      }),
      'sources',
    ),
    source: optional(
      name({
        title: 'Source',
        help: 'Only this source, in the views of sources, runs and quarantine.',
        options: 'sources',
      }),
      'All',
    ),
    target: {
      ...optional(targetField('Only this target of forecasts.'), 'All'),
      when: { view: FORECAST_VIEWS },
    },
    format: {
      ...defaulting(
        choice({
          title: 'Format',
          help: 'A row per run, model or drift check; or numbers over time, which alert rules can watch.',
          options: [
            { value: 'table', title: 'Table' },
            { value: 'series', title: 'Series', help: 'Numbers over time, a series per source or target' },
          ],
        }),
        'table',
      ),
      when: { view: ['runs', ...FORECAST_VIEWS] },
    },
    fields: {
      ...optional(
        names({
          title: 'Numbers',
          help: 'Only these; an alert rule wants one. Empty means all.',
          options: [
            {
              value: 'overdue',
              title: 'Overdue',
              help: 'Age of the newest forecast; from 1 on it is stale',
              when: MODELS,
            },
            { value: 'age', title: 'Age', when: MODELS },
            { value: 'drifted', title: 'Drifted', help: '1 where the check found drift', when: DRIFT },
            { value: 'psi', title: 'PSI', when: DRIFT },
            { value: 'ks', title: 'KS', when: DRIFT },
            { value: 'cusum', title: 'CUSUM', help: 'Share of its limit', when: DRIFT },
          ],
        }),
        'All',
      ),
      when: { view: FORECAST_VIEWS, format: ['series'] },
    },
  },
  start: { view: 'sources' },
  example: { view: 'sources' },
});
export type PipelineQuery = QueryOf<typeof pipeline>;
