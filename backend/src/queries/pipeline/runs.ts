import {
  booleanColumn,
  hasFailed,
  integerColumn,
  makeFrame,
  numberColumn,
  STATE,
  stringColumn,
  timeColumn,
  UNITS,
  type Frame,
  type Notice,
  type RunRecord,
} from '@orrery/contract';
import { listState } from '@orrery/stores/typed';
import { bucketLength } from '../observations/buckets.ts';
import { viewTable, wantedSources, type ViewRequest } from './view.ts';

const DEFAULT_POINTS = 500;

interface FoundRuns {
  /** In order of time. */
  readonly runs: readonly RunRecord[];
  readonly notices: readonly Notice[];
}

async function findRuns({ readers, query, context, maxObjects }: ViewRequest): Promise<FoundRuns> {
  const { state, catalog } = readers;
  const { fromMs, toMs } = context;
  if (query.source !== undefined) await wantedSources(catalog, query.source);
  const entries = await listState(state, STATE.runs, query.source === undefined ? [] : [query.source], maxObjects);
  const runs = entries
    .map(({ value }) => value)
    .filter(({ startedMs }) => startedMs >= fromMs && startedMs <= toMs)
    .sort((a, b) => a.startedMs - b.startedMs || a.source.localeCompare(b.source));
  const cut = entries.length === maxObjects && (entries.at(-1)?.atMs ?? 0) > fromMs;
  const notices: Notice[] = [];
  if (cut)
    notices.push({ severity: 'warning', text: `Only the newest ${maxObjects} runs (maxObjects) were looked at.` });
  if (runs.length === 0) notices.push({ severity: 'info', text: 'No source ran in this range.' });
  return { runs, notices };
}

/** View `runs` as a table, a row per run of a source. */
export async function runsView(request: ViewRequest): Promise<Frame[]> {
  const { runs, notices } = await findRuns(request);
  return [viewTable(request.query.refId, 'Runs', runColumns(runs), notices)];
}

function runColumns(runs: readonly RunRecord[]) {
  const count = (name: 'requests' | 'records' | 'rejects' | 'gaps' | 'claimed') =>
    integerColumn(
      name,
      runs.map((run) => run[name]),
    );
  return [
    timeColumn(
      'time',
      runs.map(({ startedMs }) => startedMs),
    ),
    stringColumn(
      'source',
      runs.map(({ source }) => source),
    ),
    stringColumn(
      'outcome',
      runs.map(({ outcome }) => outcome),
    ),
    numberColumn(
      'duration',
      runs.map(({ durationMs }) => durationMs),
      { config: { unit: UNITS.milliseconds } },
    ),
    count('requests'),
    integerColumn(
      'bytes',
      runs.map(({ bytes }) => bytes),
      { config: { unit: UNITS.bytes } },
    ),
    ...(['records', 'rejects', 'gaps'] as const).map(count),
    booleanColumn(
      'complete',
      runs.map(({ complete }) => complete),
    ),
    count('claimed'),
    timeColumn(
      'newest',
      runs.map(({ newestMs }) => newestMs),
    ),
    stringColumn(
      'error',
      runs.map(({ error }) => error),
    ),
  ];
}

interface Throughput {
  records: number;
  rejects: number;
  failures: number;
}

/** View `runs` over time: a frame per source, what its runs of an interval brought. */
export async function runSeriesView(request: ViewRequest): Promise<Frame[]> {
  const { query, context } = request;
  const { runs, notices } = await findRuns(request);
  const points = query.maxDataPoints ?? context.maxDataPoints ?? DEFAULT_POINTS;
  const everyMs = bucketLength(context.fromMs, context.toMs, points);
  const frames = [...new Set(runs.map(({ source }) => source))].sort().map((source) => {
    const own = runs.filter((run) => run.source === source);
    return throughputFrame(query.refId, source, sumBy(own, everyMs), everyMs);
  });
  const [first, ...rest] = frames.length > 0 ? frames : [throughputFrame(query.refId, 'runs', new Map(), everyMs)];
  if (!first) return [];
  const meta = { ...first.schema.meta, ...(notices.length > 0 ? { notices } : {}) };
  return [{ ...first, schema: { ...first.schema, meta } }, ...rest];
}

function sumBy(runs: readonly RunRecord[], everyMs: number): ReadonlyMap<number, Throughput> {
  const sums = new Map<number, Throughput>();
  for (const run of runs) {
    const timeMs = Math.floor(run.startedMs / everyMs) * everyMs;
    const sum = sums.get(timeMs) ?? { records: 0, rejects: 0, failures: 0 };
    sum.records += run.records;
    sum.rejects += run.rejects;
    sum.failures += hasFailed(run) ? 1 : 0;
    sums.set(timeMs, sum);
  }
  return sums;
}

function throughputFrame(
  refId: string,
  source: string,
  sums: ReadonlyMap<number, Throughput>,
  intervalMs: number,
): Frame {
  const number = (name: keyof Throughput) =>
    numberColumn(
      name,
      [...sums.values()].map((sum) => sum[name]),
      {
        labels: { source },
        config: { unit: UNITS.none, displayNameFromDS: `${source} ${name}` },
      },
    );
  const columns = [timeColumn('time', sums.keys()), ...(['records', 'rejects', 'failures'] as const).map(number)];
  return makeFrame(refId, source, columns, { custom: { source: 'Orrery', intervalMs } });
}
