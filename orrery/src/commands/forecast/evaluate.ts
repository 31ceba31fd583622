import type { SkillRow } from '@orrery/contract';
import { scoreModel } from '@orrery/forecast';
import type { Command } from 'commander';
import { createProgress, print, table } from '../kit/output.ts';
import { LOOK_BACK_MS, readModel, readInputs } from './inputs.ts';
import {
  checkSpan,
  dataOption,
  forecastCommand,
  modelOption,
  officialOption,
  spanOptions,
  type ForecastFlags,
  type InputFlags,
  type SpanFlags,
} from './options.ts';

const BASELINES = ['persistence', 'mean24h', 'recurrence', 'climatology', 'ridge', 'gradientBoosting', 'neural'];

interface EvaluateFlags extends ForecastFlags, InputFlags, SpanFlags {
  readonly model?: string;
  readonly json?: boolean;
}

export function evaluateCommand(forecast: Command): void {
  const command = forecastCommand(forecast, 'evaluate')
    .summary('score the deployed model lead by lead beside baselines')
    .description(
      'Scores the deployed model without retraining at every step issued from --from to --to, lead by lead: RMSE with its 95 % interval (block bootstrap), beside the baselines and the members of the blend on exactly the same hours, bias, MAE, CRPS, coverage of the bands, and for storms POD, FAR, HSS, TSS, Brier skill.',
    )
    .option('--json', 'rows of the contract and the bins of the reliability diagram instead of a table');
  modelOption(officialOption(spanOptions(dataOption(command)))).action(async (flags: EvaluateFlags) => {
    const { target, from: fromMs, to: toMs } = flags;
    checkSpan(flags);
    const champion = await readModel(flags, target);
    const { history, officials } = await readInputs(flags, target, fromMs - LOOK_BACK_MS);
    const progress = createProgress('evaluate', 1);
    const judged = scoreModel(champion, history, fromMs, toMs, {
      officials,
      onProgress: (share) => progress.update(share),
    });
    progress.end(`${target} ${champion.version}`);
    print(flags.json ? JSON.stringify(judged) : skillTable(judged.skill));
  });
}

const digits = (value: number | null | undefined, count = 3): string =>
  value === null || value === undefined ? '' : value.toFixed(count);

/** The rows as a table for people; columns that no row has are left out. */
export function skillTable(rows: readonly SkillRow[]): string {
  const columns: readonly (readonly [string, (row: SkillRow) => string])[] = [
    ['lead h', (row) => String(row.leadHours)],
    ['n', (row) => String(row.n)],
    ['RMSE', (row) => digits(row.rmse)],
    ['95 %', ({ rmseLow, rmseHigh }) => (rmseLow === null ? '' : `${digits(rmseLow)}–${digits(rmseHigh)}`)],
    ...BASELINES.map((name) => [name, (row: SkillRow) => digits(row.rivals[name])] as const),
    ['bias', (row) => digits(row.bias)],
    ['MAE', (row) => digits(row.mae)],
    ['CRPS', (row) => digits(row.crps)],
    ['in 80 %', (row) => digits(row.coverage80)],
    ['in 95 %', (row) => digits(row.coverage95)],
    ['storms', ({ events }) => (events === null ? '' : String(events))],
    ['POD', (row) => digits(row.pod, 2)],
    ['FAR', (row) => digits(row.far, 2)],
    ['HSS', (row) => digits(row.hss, 2)],
    ['TSS', (row) => digits(row.tss, 2)],
    ['Brier skill', (row) => digits(row.brierSkill, 2)],
  ];
  const told = columns.filter(([, of]) => rows.some((row) => of(row) !== ''));
  return table(
    told.map(([name]) => name),
    rows.map((row) => told.map(([, of]) => of(row))),
  );
}
