import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FORECAST_TARGET_NAMES, VERSION, type ForecastTarget } from '@orrery/contract';
import { createRegistry, evaluateOn, spansFor, trainOn, type Dataset } from '@orrery/etl-worker/forecast';
import { endOf, trainAndScore } from '@orrery/forecast';
import type { Command } from 'commander';
import { moment, UsageError, wholeNumber } from '../../flags.ts';
import { createProgress, say } from '../kit/output.ts';
import { withStores } from '../kit/stores.ts';
import { readInputs, type Inputs } from './inputs.ts';
import { dataOption, forecastCommand, officialOption, type InputFlags } from './options.ts';

const SEED = 1;

interface TrainFlags extends InputFlags {
  readonly target: ForecastTarget | 'all';
  readonly trainTo?: number;
  readonly validateTo?: number;
  readonly heldOutFrom?: number;
  readonly folds?: number;
  readonly out?: string;
  readonly seed: number;
  readonly neural: boolean;
}

export function trainCommand(forecast: Command): void {
  const command = forecastCommand(forecast, 'train', ['all'])
    .summary('train a model from the archive or from files and register it')
    .description(
      'Trains models from the archive, or from files, scores each on what came after --validate-to, and registers it. It forecasts once it is deployed (forecast deploy). The same data and seed give the same weights.',
    )
    .option(
      '--train-to <time>',
      'the first models know what came before; from there they walk forward, and what they say of years unseen gives weights, bands and thresholds (default: that of the recipe)',
      moment,
    )
    .option(
      '--validate-to <time>',
      'the last models know what came before; what comes after is held out (default: half a year before the end)',
      moment,
    )
    .option(
      '--held-out-from <time>',
      'scores a model that knows nothing from then on, then publishes one that has learned from all up to --validate-to and has that score: two trainings, for the models that ship',
      moment,
    )
    .option('--folds <n>', 'steps of the walk (default: that of the recipe)', wholeNumber(1))
    .option(
      '--out <file>',
      'writes the model to a file instead of registering it; of all targets a folder of TARGET.orrery',
    )
    .option('--seed <n>', 'seed of the random numbers', wholeNumber(0), SEED)
    .option('--no-neural', 'leaves the neural family out: minutes instead of a quarter of an hour');
  officialOption(dataOption(command)).action(train);
}

async function train(flags: TrainFlags): Promise<void> {
  const targets = flags.target === 'all' ? FORECAST_TARGET_NAMES : [flags.target];
  const isOneOfMany = targets.length > 1;
  let shared: Inputs | null = null;
  for (const target of targets) {
    const inputs: Inputs = shared ?? (await readInputs(flags, isOneOfMany ? 'kp' : target));
    if (isOneOfMany) shared = inputs;
    await keep(flags, target, isOneOfMany, await trainOne(flags, target, inputs));
  }
}

async function trainOne(
  flags: TrainFlags,
  target: ForecastTarget,
  { history, officials }: Inputs,
): Promise<Uint8Array> {
  const progress = createProgress(`train ${target}`, 1);
  const onProgress = (share: number, text: string): void => progress.update(share, text);
  const { spans, heldOut } = spansOf(flags, target, history);
  const neural = flags.neural ? (await import('@orrery/etl-worker/network')).trainNetwork : null;
  const made = { seed: flags.seed, trainedAtMs: Date.now(), codeVersion: VERSION } as const;
  const { heldOutFrom: heldOutFromMs, trainTo: trainToMs } = flags;
  if (heldOutFromMs !== undefined) {
    const validateToMs = flags.validateTo ?? endOf(history[target]);
    const options = {
      ...made,
      heldOutFromMs,
      validateToMs,
      neural,
      onProgress,
      ...(target === 'kp' ? { official: officials } : {}),
    };
    const { bytes } = await trainAndScore(target, history, {
      ...options,
      ...(trainToMs === undefined ? {} : { trainToMs }),
    });
    progress.end('trained twice');
    return bytes;
  }
  const dataset: Dataset = { ...made, target, history, spans, heldOut, officials: target === 'kp' ? officials : [] };
  const trained = await trainOn(dataset, neural, onProgress);
  progress.end('trained');
  if (heldOut.toMs <= heldOut.fromMs) return trained;
  return evaluateOn(dataset, trained, null, () => undefined).bytes;
}

function spansOf(
  flags: TrainFlags,
  target: ForecastTarget,
  history: Inputs['history'],
): Pick<Dataset, 'spans' | 'heldOut'> {
  const { validateTo: validateToMs } = flags;
  const usual = spansFor(target, history, null, validateToMs ?? null);
  const trainToMs = flags.trainTo ?? usual.spans.trainToMs;
  if (trainToMs >= usual.spans.validateToMs)
    throw new UsageError(
      `--train-to must be before ${validateToMs === undefined ? 'the end of validation, ' : '--validate-to, '}${new Date(usual.spans.validateToMs).toISOString()}.`,
    );
  const spans = { ...usual.spans, trainToMs, folds: flags.folds ?? usual.spans.folds };
  return { spans, heldOut: { fromMs: spans.validateToMs, toMs: endOf(history[target]) } };
}

async function keep(flags: TrainFlags, target: ForecastTarget, isOneOfMany: boolean, bytes: Uint8Array): Promise<void> {
  const { out } = flags;
  if (out !== undefined) {
    const file = isOneOfMany ? join(out, `${target}.orrery`) : out;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    return say(`${file}: ${bytes.length} bytes`);
  }
  const { version } = await withStores(flags, 'any', ({ stores }) => createRegistry(stores, Date.now).register(bytes));
  say(
    `${target} ${version} is registered; npm run orrery -- forecast deploy --target ${target} --version ${version} makes it forecast.`,
  );
}
