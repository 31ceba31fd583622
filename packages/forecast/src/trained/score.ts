import {
  FORECAST_TARGETS,
  OrreryError,
  type ForecastTarget,
  type ReliabilityBin,
  type SkillRow,
} from '@orrery/contract';
import {
  baselinesAt,
  blockDaysOf,
  reliabilityBins,
  skillRows,
  stormEvents,
  type LeadPairs,
  type Numbers,
} from '../evaluate/index.ts';
import { derive } from '../features/view.ts';
import { newestOfficial, valueAt, type History, type OfficialForecast } from '../history.ts';
import { TARGET_SPECS } from '../targets/index.ts';
import type { TrainedModel } from './model.ts';
import { MEMBERS } from './parts.ts';

export interface ScoreOptions {
  /** With them the model is scored with official forecasts where they are known; without, on its own. */
  readonly officials?: readonly OfficialForecast[];
  /** Time from one forecast to the next; default: the stride of the target. */
  readonly everyMs?: number;
  readonly onProgress?: (share: number) => void;
}

export interface ModelScores {
  readonly skill: SkillRow[];
  readonly reliability: ReliabilityBin[];
}

const COLUMNS = [
  'issuedAtMs',
  'validAtMs',
  'observed',
  'value',
  'median',
  'lower80',
  'upper80',
  'lower95',
  'upper95',
  'p5',
  'storm',
] as const;
type PairColumns = Record<(typeof COLUMNS)[number], Float64Array>;

/**
 * Runs the model without retraining at every step issued within [fromMs, toMs] whose outcome is known, and scores each
 * lead on exactly the hours for which every baseline and member has a forecast.
 */
export function scoreModel(
  champion: TrainedModel,
  history: History,
  fromMs: number,
  toMs: number,
  options: ScoreOptions = {},
): ModelScores {
  const { target } = champion;
  const { leads, stepMs } = FORECAST_TARGETS[target];
  const spec = TARGET_SPECS[target];
  const everyMs = options.everyMs ?? spec.strideMs;
  const startMs = Math.ceil(fromMs / stepMs) * stepMs;
  const moments = Array.from(
    { length: Math.max(0, Math.floor((toMs - startMs) / everyMs) + 1) },
    (_, i) => startMs + i * everyMs,
  );
  if (moments.length === 0)
    throw new OrreryError('invalidRequest', 'evaluate: there is no step of the target between --from and --to.');
  const clean = cleaned(target, history);
  const pairs = Array.from({ length: leads }, () => emptyPairs(moments.length));
  const rivals = emptyRivals(leads, moments.length);
  moments.forEach((issuedAtMs, row) => {
    const official = options.officials ? newestOfficial(options.officials, issuedAtMs) : null;
    const input = { history, issuedAtMs, official };
    const body = champion.forecast(input);
    const baselines = baselinesAt(target, clean, issuedAtMs, champion.climatology);
    const knots = new Map(champion.explain(input)?.knots.map((knot) => [knot.leadHours, knot.members]));
    const said = { ...body, issuedAtMs: [issuedAtMs], p5: body.p5 ?? [], storm: body.storm ?? [] };
    body.leadHours.forEach((leadHours, lead) => {
      const columns = pairs[lead] as PairColumns;
      const validMs = body.validAtMs[lead] as number;
      for (const name of COLUMNS)
        columns[name][row] = (name === 'issuedAtMs' || name === 'observed' ? null : said[name][lead]) ?? NaN;
      columns.issuedAtMs[row] = issuedAtMs;
      columns.observed[row] = valueAt(clean[spec.input], validMs);
      for (const [name, values] of Object.entries(baselines)) setRival(rivals, name, lead, row, values[lead]);
      knots.get(leadHours)?.forEach((value, member) => setRival(rivals, MEMBERS[member] as string, lead, row, value));
    });
    options.onProgress?.((row + 1) / moments.length);
  });
  const stepHours = stepMs / 3_600_000;
  const byLead: LeadPairs[] = pairs.map((columns, i) => ({ leadHours: (i + 1) * stepHours, pairs: columns }));
  return {
    skill: skillRows(byLead, rivals, { blockDays: blockDaysOf(target) }),
    reliability: spec.storms.length > 0 ? reliabilityOf(pairs) : [],
  };
}

const emptyPairs = (rows: number): PairColumns =>
  Object.fromEntries(COLUMNS.map((name) => [name, new Float64Array(rows).fill(NaN)])) as PairColumns;

const RIVALS = ['persistence', 'mean24h', 'recurrence', 'climatology', ...MEMBERS] as const;

const emptyRivals = (leads: number, rows: number): Record<string, Numbers[]> =>
  Object.fromEntries(
    RIVALS.map((name) => [name, Array.from({ length: leads }, () => new Float64Array(rows).fill(NaN))]),
  );

function setRival(rivals: Record<string, Numbers[]>, name: string, lead: number, row: number, value = NaN): void {
  const column = rivals[name]?.[lead];
  if (column) column[row] = value;
}

/** F10.7 without days affected by a flare, which are not scored. */
const cleaned = (target: ForecastTarget, history: History): History => ({
  ...history,
  [target]: derive(history)[target],
});

function reliabilityOf(pairs: readonly PairColumns[]): ReliabilityBin[] {
  const rows = pairs.flatMap(({ p5, observed }) =>
    [...p5].flatMap((p, i) => (Number.isNaN(p + (observed[i] as number)) ? [] : [[p, observed[i] as number] as const])),
  );
  return reliabilityBins(
    Float64Array.from(rows, ([p]) => p),
    stormEvents(Float64Array.from(rows, ([, kp]) => kp)),
  );
}
