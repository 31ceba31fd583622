import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FORECAST_TARGETS } from '@orrery/contract';
import { backtest, BACKTEST_HEADER, backtestRows, endOf, type TrainedModel } from '@orrery/forecast';
import type { Command } from 'commander';
import { createProgress, say } from '../kit/output.ts';
import { LOOK_BACK_MS, readModel, readInputs, type Inputs } from './inputs.ts';
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

/** Rows of one write. */
const CHUNK = 2000;

export interface BacktestCounts {
  rows: number;
  forecasts: number;
  official: number;
  abstained: number;
}

interface BacktestFlags extends ForecastFlags, InputFlags, SpanFlags {
  readonly out: string;
  readonly model?: string;
}

export function backtestCommand(forecast: Command): void {
  const command = forecastCommand(forecast, 'backtest')
    .summary('what the deployed model would have said, step by step, as CSV')
    .description(
      `Runs the deployed model without retraining, as if each step of the target were now: only what was known by then is used. Columns: ${BACKTEST_HEADER} (times ISO 8601, UTC; p5 and storm of kp only).`,
    )
    .requiredOption('--out <file>', 'the CSV file that is written; - is standard output');
  modelOption(officialOption(spanOptions(dataOption(command)))).action(async (flags: BacktestFlags) => {
    const { target, from: fromMs, to: toMs, out } = flags;
    checkSpan(flags);
    const champion = await readModel(flags, target);
    const inputs = await readInputs(flags, target, fromMs - LOOK_BACK_MS, toMs);
    if (inputs.history[target].values.length === 0) say(`Nothing is known of ${target} there: no step can be issued.`);
    const counts: BacktestCounts = { rows: 0, forecasts: 0, official: 0, abstained: 0 };
    const lines = Readable.from(backtestLines(champion, inputs, fromMs, toMs, counts));
    await (out === '-' ? pipeline(lines, process.stdout, { end: false }) : pipeline(lines, createWriteStream(out)));
    const { rows, forecasts, official, abstained } = counts;
    say(
      `${target} ${champion.version}: ${rows} rows of ${forecasts} forecasts, ${official} with an official one, ${abstained} abstained`,
    );
  });
}

/**
 * The file in pieces; `counts` grows as they are made. Steps after the last known one are left out: nothing was issued
 * there.
 */
export function* backtestLines(
  champion: TrainedModel,
  { history, officials }: Inputs,
  fromMs: number,
  toMs: number,
  counts: BacktestCounts,
): Generator<string> {
  const { target } = champion;
  const lastMs = Math.min(toMs, endOf(history[target]));
  const total = Math.max(1, (lastMs - fromMs) / FORECAST_TARGETS[target].stepMs);
  const progress = createProgress('backtest', total);
  let piece = [BACKTEST_HEADER];
  for (const body of backtest(champion, history, officials, fromMs, lastMs)) {
    const rows = backtestRows(body);
    counts.rows += rows.length;
    counts.forecasts += 1;
    if (body.official) counts.official += 1;
    if (rows.length === 0) counts.abstained += 1;
    piece.push(...rows);
    if (piece.length < CHUNK) continue;
    yield `${piece.join('\n')}\n`;
    piece = [];
    progress.update(counts.forecasts);
  }
  if (piece.length > 0) yield `${piece.join('\n')}\n`;
}
