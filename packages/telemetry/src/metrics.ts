import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Prometheus metrics of one service instance; nothing is registered globally. */
export interface Metrics {
  readonly registry: Registry;
  readonly httpSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly queries: Counter<'queryType' | 'status'>;
  readonly queriesComputed: Counter<'queryType'>;
  readonly heavyQueriesWaiting: Gauge;
  readonly queryThreadsBusy: Gauge;
  readonly querySeconds: Histogram<'queryType'>;
  readonly sourceDataTimestamp: Gauge<'source'>;
  readonly quarantined: Counter<'source'>;
  readonly unreadable: Counter<'collection'>;
  readonly pipelineRecords: Counter<'source' | 'stage'>;
  readonly pipelineRuns: Counter<'source' | 'outcome'>;
  readonly queueJobs: Gauge<'type' | 'state'>;
  readonly streamLag: Gauge<'topic' | 'group'>;
}

/** Fresh metrics with the process defaults (memory, event loop, garbage collection). */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'orrery_http_request_duration_seconds',
      help: 'Duration of HTTP requests',
      labelNames: ['method', 'route', 'status'],
      buckets,
      registers,
    }),
    queries: new Counter({
      name: 'orrery_queries_total',
      help: 'Queries answered, by type and status',
      labelNames: ['queryType', 'status'],
      registers,
    }),
    queriesComputed: new Counter({
      name: 'orrery_query_computed_total',
      help: 'Queries given to a thread; the others were answered with what had been computed for an equal one',
      labelNames: ['queryType'],
      registers,
    }),
    heavyQueriesWaiting: new Gauge({
      name: 'orrery_query_heavy_waiting',
      help: 'Heavy queries that wait for their turn',
      registers,
    }),
    queryThreadsBusy: new Gauge({
      name: 'orrery_query_threads_busy',
      help: 'Queries that a thread computes or is about to',
      registers,
    }),
    querySeconds: new Histogram({
      name: 'orrery_query_duration_seconds',
      help: 'Duration of one query',
      labelNames: ['queryType'],
      buckets,
      registers,
    }),
    sourceDataTimestamp: new Gauge({
      name: 'orrery_source_data_timestamp_seconds',
      help: 'Time of the newest record of a source, Unix seconds',
      labelNames: ['source'],
      registers,
    }),
    quarantined: new Counter({
      name: 'orrery_quarantined_records_total',
      help: 'Records that did not parse and were set aside',
      labelNames: ['source'],
      registers,
    }),
    unreadable: new Counter({
      name: 'orrery_documents_unreadable_total',
      help: 'Stored documents whose body did not fit its collection and was left out of an answer, each time it was',
      labelNames: ['collection'],
      registers,
    }),
    pipelineRecords: new Counter({
      name: 'orrery_pipeline_records_total',
      help: 'Records that passed a stage of the pipeline: raw responses, then records transformed, published and written by each sink',
      labelNames: ['source', 'stage'],
      registers,
    }),
    pipelineRuns: new Counter({
      name: 'orrery_pipeline_runs_total',
      help: 'Runs of sources, by outcome',
      labelNames: ['source', 'outcome'],
      registers,
    }),
    queueJobs: new Gauge({
      name: 'orrery_queue_jobs',
      help: 'Jobs in the queue, by type and state',
      labelNames: ['type', 'state'],
      registers,
    }),
    streamLag: new Gauge({
      name: 'orrery_stream_lag_messages',
      help: 'Messages published and not yet committed by a consumer group: embedded a record each, on Kafka up to 2,000 observations of a series',
      labelNames: ['topic', 'group'],
      registers,
    }),
  };
}
