import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FORECAST_TARGETS, OrreryError } from '@orrery/contract';
import { backtest, BACKTEST_HEADER, backtestRows, endOf, type TrainedModel } from '@orrery/forecast';
import { createProgress } from '../output.ts';
import { LOOK_BACK_MS, readModel, readInputs, type Inputs } from './inputs.ts';
import { neededSpan, say, STORE_OPTIONS, targetOf, type ForecastCommand } from './options.ts';

/** Rows of one write. */
const CHUNK = 2000;

export interface BacktestCounts {
  rows: number;
  forecasts: number;
  official: number;
  abstained: number;
}

export const backtestCommand: ForecastCommand = {
  help: `forecast backtest --target T --data DIR --from ISO --to ISO --out FILE.csv [--official FILE.jsonl[.gz]] [--model FILE.orrery]

  Runs the deployed model without retraining, as if each step of the target were now: only what was known by then is used.
  Its rows are ${BACKTEST_HEADER} (times ISO 8601, UTC; p5 and storm of kp only).

  --target T       kp, solarWindSpeed, f107 or dst
  --data DIR       files of history anywhere below it: SW-All*.csv[.gz], omni2_YEAR.dat[.gz], Kp_ap*.txt[.gz]; OMNI may be missing
  --from, --to     first and last moment of issue, ends included; a step is issued when the step before it is known
  --out FILE.csv   what is written; - is standard output
  --official FILE  official forecasts of Kp, one JSON a line, known from "committed" on
  --model FILE     another model than the deployed one (registry of --data-dir or --distributed, else the one that ships)
`,
  options: {
    ...STORE_OPTIONS,
    target: { type: 'string' },
    data: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    out: { type: 'string' },
    official: { type: 'string' },
    model: { type: 'string' },
  },
  async run(values) {
    const target = targetOf(values);
    const [fromMs, toMs] = neededSpan(values);
    const out = values.text('out');
    if (out === undefined)
      throw new OrreryError('invalidRequest', '--out is needed: the file to write, or - for standard output.');
    const champion = await readModel(values, target);
    const inputs = await readInputs(values, target, fromMs - LOOK_BACK_MS, toMs);
    if (inputs.history[target].values.length === 0) say(`Nothing is known of ${target} there: no step can be issued.`);
    const counts: BacktestCounts = { rows: 0, forecasts: 0, official: 0, abstained: 0 };
    const lines = Readable.from(backtestLines(champion, inputs, fromMs, toMs, counts));
    await (out === '-' ? pipeline(lines, process.stdout, { end: false }) : pipeline(lines, createWriteStream(out)));
    const { rows, forecasts, official, abstained } = counts;
    say(
      `${target} ${champion.version}: ${rows} rows of ${forecasts} forecasts, ${official} with an official one, ${abstained} abstained`,
    );
  },
};

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
