import type { Frame, PipelineQuery } from '@orrery/contract';
import type { QueryHandler } from '../handler.ts';
import type { RowLimit } from '../tables.ts';
import { driftSeriesView, driftView } from './drift.ts';
import { modelSeriesView, modelsView } from './models.ts';
import { quarantineView } from './quarantine.ts';
import { queuesView } from './queues.ts';
import { runSeriesView, runsView } from './runs.ts';
import { sourcesView } from './sources.ts';
import type { ViewRequest } from './view.ts';

type View = (request: ViewRequest) => Promise<Frame[]>;

const VIEWS: Readonly<Record<PipelineQuery['view'], View>> = {
  sources: sourcesView,
  runs: (request) => (request.query.format === 'series' ? runSeriesView(request) : runsView(request)),
  queues: queuesView,
  quarantine: quarantineView,
  models: (request) => (request.query.format === 'series' ? modelSeriesView(request) : modelsView(request)),
  drift: (request) => (request.query.format === 'series' ? driftSeriesView(request) : driftView(request)),
};

/** `pipeline`: the state of the system itself. */
export function createPipelineHandler(
  readers: ViewRequest['readers'],
  { maxObjects }: RowLimit,
): QueryHandler<'pipeline'> {
  return {
    run: (query, context) => VIEWS[query.view]({ readers, query, context, maxObjects }),
  };
}
