import {
  FORECAST_BASELINES,
  FORECAST_TARGETS,
  integerColumn,
  makeFrame,
  numberColumn,
  timeColumn,
  UNITS,
  type Column,
  type FieldConfig,
  type ForecastSkillQuery,
  type Frame,
  type FrameMeta,
  type Notice,
  type ReliabilityBin,
  type SkillRow,
} from '@orrery/contract';
import type { QueryContext } from '../handler.ts';
import { baselineRmse, scoreLead, skillOf, type Pair } from './score.ts';

const DAY_MS = 86_400_000;
/** Ranges longer than this are scored by week, others by day. */
const DAILY_UP_TO_MS = 35 * DAY_MS;

/** Whose scores these are. */
export interface Provenance {
  readonly notices: readonly Notice[];
  readonly custom: Readonly<Record<string, unknown>>;
}

const TITLES: Readonly<Record<string, string>> = {
  persistence: 'Persistence', mean24h: 'Mean of 24 h', recurrence: '27-day recurrence', climatology: 'Climatology', ridge: 'Ridge',
  gradientBoosting: 'Gradient boosting', neural: 'Neural', blend: 'Blend',
}; // prettier-ignore
const titleOf = (rival: string): string => TITLES[rival] ?? rival;
const fieldName = (rival: string): string => `rmse${rival.charAt(0).toUpperCase()}${rival.slice(1)}`;

const metaOf = ({ notices, custom }: Provenance, query: ForecastSkillQuery, visual: 'table' | 'graph'): FrameMeta => ({
  preferredVisualisationType: visual,
  ...(notices.length > 0 ? { notices } : {}),
  custom: { source: 'Orrery', baseline: query.baseline, ...custom },
});

const named = (displayNameFromDS: string, unit: string = UNITS.none, more: FieldConfig = {}): FieldConfig => ({
  displayNameFromDS,
  unit,
  ...more,
});

/** A row per lead. `skill` is 1 − MSE / MSE of the baseline; a column `rmse…` follows for every baseline and rival with scores. */
export function tableFrame(query: ForecastSkillQuery, rows: readonly SkillRow[], provenance: Provenance): Frame {
  const { title, unit } = FORECAST_TARGETS[query.target];
  const number = (name: keyof SkillRow & string, config: FieldConfig): Column =>
    numberColumn(
      name,
      rows.map((row) => {
        const value = row[name];
        return typeof value === 'number' ? value : null;
      }),
      { config },
    );
  const skill = rows.map((row) => skillOf(row.rmse, row.rivals[query.baseline]));
  const rivals = rivalsOf(rows).map((rival) =>
    numberColumn(fieldName(rival), rows.map((row) => row.rivals[rival] ?? null), { config: named(titleOf(rival), unit) }),
  ); // prettier-ignore
  const columns = [
    numberColumn('leadHours', rows.map(({ leadHours }) => leadHours), { config: named('Hours ahead') }),
    integerColumn('n', rows.map(({ n }) => n), { config: named('Pairs') }),
    number('rmse', named('RMSE', unit)),
    number('rmseLow', named('RMSE from', unit)),
    number('rmseHigh', named('RMSE to', unit)),
    number('mae', named('MAE', unit)),
    number('bias', named('Bias', unit)),
    number('crps', named('CRPS', unit)),
    numberColumn('skill', skill, { config: named('Skill', UNITS.none, { description: `Against ${titleOf(query.baseline)}` }) }),
    number('coverage80', named('In the 80 % band', UNITS.share)),
    number('coverage95', named('In the 95 % band', UNITS.share)),
    number('events', named('Storms')),
    number('pod', named('POD')),
    number('far', named('FAR')),
    number('hss', named('HSS')),
    number('tss', named('TSS')),
    number('brierSkill', named('Brier skill')),
    ...rivals,
  ]; // prettier-ignore
  return makeFrame(query.refId, `${title} forecast skill`, columns, metaOf(provenance, query, 'table'));
}

/** Baselines first, in their order, then the rival models. */
function rivalsOf(rows: readonly SkillRow[]): readonly string[] {
  const found = new Set(rows.flatMap(({ rivals }) => Object.keys(rivals)));
  const others = [...found].filter((name) => !(FORECAST_BASELINES as readonly string[]).includes(name)).sort();
  return [...FORECAST_BASELINES, ...others];
}

/** What came of what was said to be likely: a row per bin of p5, with the diagonal a reliable forecast lies on. */
export function reliabilityFrame(
  query: ForecastSkillQuery,
  bins: readonly ReliabilityBin[],
  provenance: Provenance,
): Frame {
  const { title } = FORECAST_TARGETS[query.target];
  const share = (displayName: string): FieldConfig => named(displayName, UNITS.share, { min: 0, max: 1 });
  const columns = [
    numberColumn('probability', bins.map(({ probability }) => probability), { config: share('Said to be likely') }),
    numberColumn('observed', bins.map(({ observed }) => observed), { config: share('Came') }),
    numberColumn('ideal', bins.map(({ probability }) => probability), { config: share('Reliable') }),
    integerColumn('n', bins.map(({ n }) => n), { config: named('Cases') }),
  ]; // prettier-ignore
  const none: Notice[] =
    bins.length === 0 ? [{ severity: 'info', text: `There are no probabilities of ${title} to judge.` }] : [];
  const notices = [...provenance.notices, ...none];
  return makeFrame(query.refId, `${title} reliability`, columns, metaOf({ ...provenance, notices }, query, 'table'));
}

/** Scores over time: a point per day, per week in longer ranges, at its start. */
export function seriesFrame(
  query: ForecastSkillQuery,
  byLead: ReadonlyMap<number, readonly Pair[]>,
  { fromMs, toMs }: Pick<QueryContext, 'fromMs' | 'toMs'>,
  provenance: Provenance,
): Frame {
  const { title, unit } = FORECAST_TARGETS[query.target];
  const [leadHours = query.leadHours ?? NaN, pairs = []] = [...byLead][0] ?? [];
  const everyMs = toMs - fromMs > DAILY_UP_TO_MS ? 7 * DAY_MS : DAY_MS;
  const spans = spansOf(pairs, everyMs);
  const rows = spans.map(([timeMs, own]) => {
    const rival = baselineRmse(own, query.baseline);
    const row = scoreLead(leadHours, own);
    return { timeMs, row, rival, skill: skillOf(row.rmse, rival) };
  });
  const labels = { target: query.target, ...(Number.isNaN(leadHours) ? {} : { leadHours: String(leadHours) }) };
  const number = (name: string, values: readonly (number | null)[], config: FieldConfig): Column =>
    numberColumn(name, values, { labels, config });
  const columns = [
    timeColumn('time', rows.map(({ timeMs }) => timeMs)),
    number('n', rows.map(({ row }) => row.n), named('Pairs')),
    number('rmse', rows.map(({ row }) => row.rmse), named('RMSE', unit)),
    number(fieldName(query.baseline), rows.map(({ rival }) => rival), named(titleOf(query.baseline), unit)),
    number('mae', rows.map(({ row }) => row.mae), named('MAE', unit)),
    number('bias', rows.map(({ row }) => row.bias), named('Bias', unit)),
    number('skill', rows.map(({ skill }) => skill), named('Skill')),
    number('coverage80', rows.map(({ row }) => row.coverage80), named('In the 80 % band', UNITS.share)),
    number('coverage95', rows.map(({ row }) => row.coverage95), named('In the 95 % band', UNITS.share)),
  ]; // prettier-ignore
  const meta = metaOf({ ...provenance, custom: { ...provenance.custom, intervalMs: everyMs } }, query, 'graph');
  return makeFrame(query.refId, `${title} forecast errors`, columns, meta);
}

function spansOf(pairs: readonly Pair[], everyMs: number): readonly (readonly [number, readonly Pair[]])[] {
  const spans = new Map<number, Pair[]>();
  for (const pair of pairs) {
    const timeMs = Math.floor(pair.validAtMs / everyMs) * everyMs;
    const own = spans.get(timeMs) ?? [];
    own.push(pair);
    spans.set(timeMs, own);
  }
  return [...spans].sort(([a], [b]) => a - b);
}
