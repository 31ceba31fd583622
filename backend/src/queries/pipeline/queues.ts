import { integerColumn, stringColumn, timeColumn, type Frame, type Notice } from '@orrery/contract';
import type { JobCounts } from '@orrery/pipeline';
import { JOB_TYPES } from '@orrery/pipeline/job-types';
import type { PipelineReader } from '../../data/readers.ts';
import { viewTable, type ViewRequest } from './view.ts';

const COUNTS = ['waiting', 'active', 'delayed', 'completed', 'failed'] as const;
/** Failed jobs told per type. */
const MAX_FAILURES = 50;

/**
 * View `queues`: how much work waits per type, how far each consumer group of the stream is behind, and why jobs were
 * given up.
 */
export async function queuesView({ readers: { pipeline }, query: { refId } }: ViewRequest): Promise<Frame[]> {
  const absent: readonly Notice[] =
    pipeline === null ? [{ severity: 'info', text: 'The service runs without a pipeline: there are no queues.' }] : [];
  const depths = pipeline ? await Promise.all(JOB_TYPES.map((type) => pipeline.queue.counts(type))) : [];
  const lags = pipeline
    ? await Promise.all(pipeline.groups.map(({ topic, group }) => pipeline.stream.lag(topic, group)))
    : [];
  return [
    viewTable(refId, 'Queues', depthColumns(depths), absent),
    viewTable(refId, 'Consumer groups', [
      stringColumn('group', pipeline?.groups.map(({ group }) => group) ?? []),
      stringColumn('topic', pipeline?.groups.map(({ topic }) => topic) ?? []),
      integerColumn('lag', lags),
    ]),
    viewTable(refId, 'Failed jobs', await failureColumns(pipeline)),
  ];
}

const depthColumns = (depths: readonly JobCounts[]) => [
  stringColumn('type', depths.length > 0 ? JOB_TYPES : []),
  ...COUNTS.map((name) =>
    integerColumn(
      name,
      depths.map((counts) => counts[name]),
    ),
  ),
];

async function failureColumns(pipeline: PipelineReader | null) {
  const lists = pipeline ? await Promise.all(JOB_TYPES.map((type) => pipeline.queue.failures(type, MAX_FAILURES))) : [];
  const failures = lists.flat().sort((a, b) => b.atMs - a.atMs);
  return [
    timeColumn(
      'time',
      failures.map(({ atMs }) => atMs),
    ),
    stringColumn(
      'type',
      failures.map(({ job }) => job.type),
    ),
    stringColumn(
      'source',
      failures.map(({ job }) => ('source' in job ? job.source : job.target)),
    ),
    stringColumn(
      'reason',
      failures.map(({ reason }) => reason),
    ),
    stringColumn(
      'id',
      failures.map(({ id }) => id),
    ),
  ];
}
