import {
  FORECAST_TARGETS,
  integerColumn,
  makeFrame,
  numberColumn,
  STATE,
  stringColumn,
  timeColumn,
  UNITS,
  type DriftReport,
  type Frame,
  type Notice,
  type Retraining,
  type StateFamily,
} from '@orrery/contract';
import { listState } from '@orrery/stores/typed';
import { iso } from '../../text.ts';
import { seriesColumns } from './series.ts';
import { viewTable, type ViewRequest } from './view.ts';

interface Happened {
  readonly timeMs: number;
  readonly timeEndMs: number | null;
  readonly kind: 'drift' | 'retraining';
  readonly target: string;
  readonly title: string;
  readonly text: string;
  readonly outcome: string | null;
  readonly championScore: number | null;
  readonly challengerScore: number | null;
}

/**
 * View `drift`: what happened (drift found, trainings asked for), usable as annotations; then, of the newest look at
 * each target, how far every input and the errors of every lead have moved.
 */
export async function driftView(request: ViewRequest): Promise<Frame[]> {
  const { refId } = request.query;
  const reports = await reportsOf(request);
  const retrainings = await valuesOf(request, STATE.retrainings);
  const { fromMs, toMs } = request.context;
  const happened = [...reports.filter(({ drifted }) => drifted).map(ofDrift), ...retrainings.map(ofRetraining)]
    .filter(({ timeMs, timeEndMs }) => timeMs <= toMs && (timeEndMs ?? timeMs) >= fromMs)
    .sort((a, b) => a.timeMs - b.timeMs);
  const newest = newestOf(reports.filter(({ atMs }) => atMs <= toMs));
  return [
    viewTable(refId, 'Drift', happenedColumns(happened), quietNotices(happened, newest)),
    viewTable(refId, 'Inputs', inputColumns(newest)),
    viewTable(refId, 'Errors', errorColumns(newest)),
  ];
}

/** Values of a family whose keys begin with a target and end with a time. */
async function valuesOf<Value>(
  { readers, query, maxObjects }: ViewRequest,
  family: StateFamily<`${string}<target>:<atMs>`, Value>,
): Promise<Value[]> {
  const under = query.target === undefined ? [] : [query.target];
  return (await listState(readers.state, family, under, maxObjects)).map(({ value }) => value);
}

const reportsOf = async (request: ViewRequest): Promise<readonly DriftReport[]> =>
  (await valuesOf(request, STATE.drifts)).sort((a, b) => a.atMs - b.atMs);

/** The newest look at each target; reports are in order of time. */
const newestOf = (reports: readonly DriftReport[]): readonly DriftReport[] => [
  ...new Map(reports.map((report) => [report.target, report])).values(),
];

const ofDrift = ({ atMs, target, version, reasons }: DriftReport): Happened => ({
  timeMs: atMs,
  timeEndMs: null,
  kind: 'drift',
  target,
  title: `Drift of ${FORECAST_TARGETS[target].title}`,
  text: [version, ...reasons].join(' · '),
  outcome: null,
  championScore: null,
  challengerScore: null,
});

function ofRetraining(asked: Retraining): Happened {
  const { atMs, finishedMs, target, outcome, reason, note, championVersion, challengerVersion } = asked;
  const versions = [championVersion, challengerVersion].filter((one) => one !== null).join(' against ');
  return {
    timeMs: atMs,
    timeEndMs: finishedMs,
    kind: 'retraining',
    target,
    title: `Retraining of ${FORECAST_TARGETS[target].title}: ${outcome}`,
    text: [reason, versions, note].filter((part) => part !== '').join(' · '),
    outcome,
    championScore: asked.championScore,
    challengerScore: asked.challengerScore,
  };
}

function quietNotices(happened: readonly Happened[], newest: readonly DriftReport[]): readonly Notice[] {
  if (happened.length > 0) return [];
  const last = newest.length === 0 ? null : Math.max(...newest.map(({ atMs }) => atMs));
  const text =
    last === null
      ? 'No drift check has run on this store yet.'
      : `No drift in this range; the last check was at ${iso(last)}.`;
  return [{ severity: 'info', text }];
}

const FIELD_TITLES = {
  time: 'Time',
  timeEnd: 'Until',
  kind: 'Kind',
  target: 'Target',
  title: 'Title',
  text: 'Text',
  outcome: 'Outcome',
  championScore: 'Champion',
  challengerScore: 'Challenger',
  feature: 'Input',
  psi: 'PSI',
  ks: 'KS',
  cusum: 'CUSUM',
  limit: 'Limit',
  leadHours: 'Hours ahead',
  coverage80: 'In the 80 % band',
  n: 'Values',
  looked: 'Checked at',
  version: 'Version',
} as const;
type FieldName = keyof typeof FIELD_TITLES;

/** Three frames in one answer: without a name of its own a field would be called by its frame as well. */
const named = (name: FieldName, unit?: string) => ({
  config: { displayNameFromDS: FIELD_TITLES[name], ...(unit === undefined ? {} : { unit }) },
});

function happenedColumns(happened: readonly Happened[]) {
  const text = (name: FieldName, of: (one: Happened) => string | null) =>
    stringColumn(name, happened.map(of), named(name));
  const score = (name: 'championScore' | 'challengerScore') =>
    numberColumn(
      name,
      happened.map((one) => one[name]),
      named(name),
    );
  return [
    timeColumn(
      'time',
      happened.map(({ timeMs }) => timeMs),
      named('time'),
    ),
    timeColumn(
      'timeEnd',
      happened.map(({ timeEndMs }) => timeEndMs),
      named('timeEnd'),
    ),
    text('kind', ({ kind }) => kind),
    text('target', ({ target }) => target),
    text('title', ({ title }) => title),
    text('text', (one) => one.text),
    text('outcome', ({ outcome }) => outcome),
    score('championScore'),
    score('challengerScore'),
  ];
}

/** No column is called `time`: these rows are no annotations. */
function inputColumns(reports: readonly DriftReport[]) {
  const rows = reports.flatMap((report) => report.features.map((feature) => ({ report, feature })));
  return [
    stringColumn(
      'target',
      rows.map(({ report }) => report.target),
      named('target'),
    ),
    stringColumn(
      'feature',
      rows.map(({ feature }) => feature.feature),
      named('feature'),
    ),
    numberColumn(
      'psi',
      rows.map(({ feature }) => feature.psi),
      named('psi'),
    ),
    numberColumn(
      'ks',
      rows.map(({ feature }) => feature.ks),
      named('ks'),
    ),
    integerColumn(
      'n',
      rows.map(({ feature }) => feature.n),
      named('n'),
    ),
    timeColumn(
      'looked',
      rows.map(({ report }) => report.atMs),
      named('looked'),
    ),
    stringColumn(
      'version',
      rows.map(({ report }) => report.version),
      named('version'),
    ),
  ];
}

function errorColumns(reports: readonly DriftReport[]) {
  const rows = reports.flatMap((report) => report.errors.map((error) => ({ report, error })));
  return [
    stringColumn(
      'target',
      rows.map(({ report }) => report.target),
      named('target'),
    ),
    numberColumn(
      'leadHours',
      rows.map(({ error }) => error.leadHours),
      named('leadHours'),
    ),
    numberColumn(
      'cusum',
      rows.map(({ error }) => error.cusum),
      named('cusum'),
    ),
    numberColumn(
      'limit',
      rows.map(({ error }) => error.limit),
      named('limit'),
    ),
    numberColumn(
      'coverage80',
      rows.map(({ error }) => error.coverage80),
      named('coverage80', UNITS.share),
    ),
    integerColumn(
      'n',
      rows.map(({ error }) => error.n),
      named('n'),
    ),
    timeColumn(
      'looked',
      rows.map(({ report }) => report.atMs),
      named('looked'),
    ),
    stringColumn(
      'version',
      rows.map(({ report }) => report.version),
      named('version'),
    ),
  ];
}

const largest = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));

/**
 * View `drift` as series: a point per look, the worst of all inputs and leads; `drifted` is 1 where the look found
 * drift.
 */
export async function driftSeriesView(request: ViewRequest): Promise<Frame[]> {
  const { query, context } = request;
  const reports = (await reportsOf(request)).filter(({ atMs }) => atMs >= context.fromMs && atMs <= context.toMs);
  const targets = [...new Set(reports.map(({ target }) => target))].sort();
  const frames = targets.map((target) =>
    driftSeries(
      query,
      target,
      reports.filter((report) => report.target === target),
    ),
  );
  if (frames.length > 0) return frames;
  const none = driftSeries(query, query.target ?? 'all', []);
  const notices: readonly Notice[] = [{ severity: 'info', text: 'No drift check ran in this range.' }];
  return [{ ...none, schema: { ...none.schema, meta: { ...none.schema.meta, notices } } }];
}

function driftSeries(query: ViewRequest['query'], target: string, reports: readonly DriftReport[]): Frame {
  const numbers = (name: string, title: string, of: (report: DriftReport) => number | null) => ({
    name,
    title: `${target} ${title}`,
    unit: UNITS.none,
    values: reports.map(of),
  });
  const columns = seriesColumns(query, { target }, [
    numbers('drifted', 'drifted', ({ drifted }) => (drifted ? 1 : 0)),
    numbers('psi', 'PSI', ({ features }) => largest(features.map(({ psi }) => psi))),
    numbers('ks', 'KS', ({ features }) => largest(features.map(({ ks }) => ks))),
    numbers('cusum', 'CUSUM of its limit', ({ errors }) => largest(errors.map(({ cusum, limit }) => cusum / limit))),
  ]);
  const time = timeColumn(
    'time',
    reports.map(({ atMs }) => atMs),
  );
  return makeFrame(query.refId, target, [time, ...columns], { custom: { source: 'Orrery' } });
}
