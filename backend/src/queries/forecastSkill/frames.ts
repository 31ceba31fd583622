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
  DAY_MS,
} from '@orrery/contract';
import { skillRows } from '@orrery/forecast';
import type { QueryContext } from '../handler.ts';
import type { ScoredPairs } from './pairs.ts';
import { skillOf } from './skill.ts';

/** Ranges longer than this are scored by week, others by day. */
const DAILY_UP_TO_MS = 35 * DAY_MS;

/** Whose scores these are. */
export interface Provenance {
  readonly notices: readonly Notice[];
  readonly custom: Readonly<Record<string, unknown>>;
}

const TITLES: Readonly<Record<string, string>> = {
  persistence: 'Persistence',
  mean24h: 'Mean of 24 h',
  recurrence: '27-day recurrence',
  climatology: 'Climatology',
  ridge: 'Ridge',
  gradientBoosting: 'Gradient boosting',
  neural: 'Neural',
  blend: 'Blend',
};
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

/**
 * A row per lead. `skill` is 1 − MSE / MSE of the baseline; a column `rmse…` follows for every baseline and rival with
 * scores.
 */
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
    numberColumn(
      fieldName(rival),
      rows.map((row) => row.rivals[rival] ?? null),
      { config: named(titleOf(rival), unit) },
    ),
  );
  const columns = [
    numberColumn(
      'leadHours',
      rows.map(({ leadHours }) => leadHours),
      { config: named('Hours ahead') },
    ),
    integerColumn(
      'n',
      rows.map(({ n }) => n),
      { config: named('Pairs') },
    ),
    number('rmse', named('RMSE', unit)),
    number('rmseLow', named('RMSE from', unit)),
    number('rmseHigh', named('RMSE to', unit)),
    number('mae', named('MAE', unit)),
    number('bias', named('Bias', unit)),
    number('crps', named('CRPS', unit)),
    numberColumn('skill', skill, {
      config: named('Skill', UNITS.none, { description: `Against ${titleOf(query.baseline)}` }),
    }),
    number('coverage80', named('In the 80 % band', UNITS.share)),
    number('coverage95', named('In the 95 % band', UNITS.share)),
    number('events', named('Storms')),
    number('pod', named('POD')),
    number('far', named('FAR')),
    number('hss', named('HSS')),
    number('tss', named('TSS')),
    number('brierSkill', named('Brier skill')),
    ...rivals,
  ];
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
    numberColumn(
      'probability',
      bins.map(({ probability }) => probability),
      { config: share('Said to be likely') },
    ),
    numberColumn(
      'observed',
      bins.map(({ observed }) => observed),
      { config: share('Came') },
    ),
    numberColumn(
      'ideal',
      bins.map(({ probability }) => probability),
      { config: share('Reliable') },
    ),
    integerColumn(
      'n',
      bins.map(({ n }) => n),
      { config: named('Cases') },
    ),
  ];
  const none: Notice[] =
    bins.length === 0 ? [{ severity: 'info', text: `There are no probabilities of ${title} to judge.` }] : [];
  const notices = [...provenance.notices, ...none];
  return makeFrame(query.refId, `${title} reliability`, columns, metaOf({ ...provenance, notices }, query, 'table'));
}

/** Scores of one lead over time: a point per day, per week in longer ranges, at its start. */
export function seriesFrame(
  query: ForecastSkillQuery,
  pairs: ScoredPairs,
  { fromMs, toMs }: Pick<QueryContext, 'fromMs' | 'toMs'>,
  provenance: Provenance,
): Frame {
  const { title, unit } = FORECAST_TARGETS[query.target];
  const everyMs = toMs - fromMs > DAILY_UP_TO_MS ? 7 * DAY_MS : DAY_MS;
  const rows = spansOf(pairs, everyMs);
  const leadHours = pairs.leads[0]?.leadHours;
  const labels = { target: query.target, ...(leadHours === undefined ? {} : { leadHours: String(leadHours) }) };
  const number = (name: string, of: (row: SkillRow) => number | null | undefined, config: FieldConfig): Column =>
    numberColumn(
      name,
      rows.map(({ row }) => of(row) ?? null),
      { labels, config },
    );
  const rival = ({ rivals }: SkillRow) => rivals[query.baseline];
  const columns = [
    timeColumn(
      'time',
      rows.map(({ timeMs }) => timeMs),
    ),
    number('n', ({ n }) => n, named('Pairs')),
    number('rmse', ({ rmse }) => rmse, named('RMSE', unit)),
    number(fieldName(query.baseline), rival, named(titleOf(query.baseline), unit)),
    number('mae', ({ mae }) => mae, named('MAE', unit)),
    number('bias', ({ bias }) => bias, named('Bias', unit)),
    number('skill', (row) => skillOf(row.rmse, rival(row)), named('Skill')),
    number('coverage80', ({ coverage80 }) => coverage80, named('In the 80 % band', UNITS.share)),
    number('coverage95', ({ coverage95 }) => coverage95, named('In the 95 % band', UNITS.share)),
  ];
  const meta = metaOf({ ...provenance, custom: { ...provenance.custom, intervalMs: everyMs } }, query, 'graph');
  return makeFrame(query.refId, `${title} forecast errors`, columns, meta);
}

interface Span {
  readonly timeMs: number;
  readonly row: SkillRow;
}

/** The scores of the first lead by span of its valid times. */
function spansOf({ leads: [lead], rivals }: ScoredPairs, everyMs: number): readonly Span[] {
  if (!lead) return [];
  const { leadHours, pairs } = lead;
  const spanAt = Float64Array.from(pairs.validAtMs, (validMs) => Math.floor(validMs / everyMs) * everyMs);
  return [...new Set(spanAt)]
    .sort((a, b) => a - b)
    .flatMap((timeMs): Span[] => {
      const cut = <T extends Float64Array | Float32Array>(column: T) =>
        column.filter((_, i) => spanAt[i] === timeMs) as T;
      const own = Object.fromEntries(
        Object.entries(pairs).map(([name, column]) => [name, cut(column)]),
      ) as typeof pairs;
      const against = Object.fromEntries(
        Object.entries(rivals).map(([name, [column]]) => [name, column ? [cut(column)] : []]),
      );
      return skillRows([{ leadHours, pairs: own }], against).map((row) => ({ timeMs, row }));
    });
}
