import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OrreryError, type ForecastTarget } from '@orrery/contract';
import { endOf, trainAndScore } from '@orrery/forecast';
import { CODE_VERSION } from '../../forecast/index.ts';
import { createRegistry } from '../../forecast/registry/registry.ts';
import { spansFor, type Dataset } from '../../forecast/training/dataset.ts';
import { evaluateOn, trainOn } from '../../forecast/training/work.ts';
import { createProgress } from '../output.ts';
import { readInputs, type Inputs } from './inputs.ts';
import {
  momentOf,
  say,
  STORE_OPTIONS,
  targetsOf,
  wholeOf,
  withStores,
  type ForecastCommand,
  type Values,
} from './options.ts';

const SEED = 1;

export const trainCommand: ForecastCommand = {
  help: `forecast train --target T|all [--data DIR] [--train-to ISO] [--validate-to ISO] [--out FILE.orrery] [--seed N]

  Trains models from the archive, or from files, scores each on what came after --validate-to, and registers it. It forecasts once it is deployed
  (forecast deploy). The same data and seed give the same weights.

  --target T         kp, solarWindSpeed, f107, dst, or all
  --data DIR         files of history instead of the archive: SW-All*.csv[.gz], omni2_YEAR.dat[.gz], Kp_ap*.txt[.gz]
  --train-to ISO     the first models know what came before; from there they walk forward, and what they say of years unseen gives weights,
                     bands and thresholds (default: that of the recipe)
  --validate-to ISO  the last models know what came before; what comes after is held out (default: half a year before the end)
  --held-out-from ISO
                     scores a model that knows nothing from then on, then publishes one that has learned from all up to --validate-to and carries
                     that score: two trainings, for the models that ship
  --folds N          steps of the walk (default 4)
  --official FILE    official forecasts of Kp to learn the combination from, one JSON a line
  --out FILE         writes the model to a file instead of registering it; of all targets a folder of TARGET.orrery
  --seed N           default ${SEED}
  --no-neural        leaves the neural family out: minutes instead of a quarter of an hour
`,
  options: {
    ...STORE_OPTIONS,
    target: { type: 'string' },
    data: { type: 'string' },
    'train-to': { type: 'string' },
    'validate-to': { type: 'string' },
    folds: { type: 'string' },
    'held-out-from': { type: 'string' },
    official: { type: 'string' },
    out: { type: 'string' },
    seed: { type: 'string' },
    'no-neural': { type: 'boolean' },
  },
  async run(values) {
    const targets = targetsOf(values);
    let shared: Inputs | null = null;
    for (const target of targets) {
      const inputs: Inputs = shared ?? (await readInputs(values, targets.length > 1 ? 'kp' : target));
      if (targets.length > 1) shared = inputs;
      const bytes = await trainOne(values, target, inputs);
      await keep(values, target, targets.length > 1, bytes);
    }
  },
};

async function trainOne(values: Values, target: ForecastTarget, { history, officials }: Inputs): Promise<Uint8Array> {
  const progress = createProgress(`train ${target}`, 1);
  const onProgress = (share: number, text: string): void => progress.update(share, text);
  const { spans, heldOut } = spansOf(values, target, history);
  const neural = values.is('no-neural') ? null : (await import('../../forecast/training/network.ts')).trainNetwork;
  const made = { seed: wholeOf(values, 'seed', SEED), trainedAtMs: Date.now(), codeVersion: CODE_VERSION } as const;
  const heldOutFromMs = momentOf(values, 'held-out-from');
  if (heldOutFromMs !== undefined) {
    const validateToMs = momentOf(values, 'validate-to') ?? endOf(history[target]);
    const options = {
      ...made,
      heldOutFromMs,
      validateToMs,
      neural,
      onProgress,
      ...(target === 'kp' ? { official: officials } : {}),
    };
    const trainToMs = momentOf(values, 'train-to');
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
  values: Values,
  target: ForecastTarget,
  history: Inputs['history'],
): Pick<Dataset, 'spans' | 'heldOut'> {
  const validateToMs = momentOf(values, 'validate-to');
  const usual = spansFor(target, history, null, validateToMs ?? null);
  const trainToMs = momentOf(values, 'train-to') ?? usual.spans.trainToMs;
  if (trainToMs >= usual.spans.validateToMs)
    throw new OrreryError(
      'invalidRequest',
      `--train-to must be before ${validateToMs === undefined ? 'the end of validation, ' : '--validate-to, '}${new Date(usual.spans.validateToMs).toISOString()}.`,
    );
  const spans = { ...usual.spans, trainToMs, folds: wholeOf(values, 'folds', usual.spans.folds, 1) };
  return { spans, heldOut: { fromMs: spans.validateToMs, toMs: endOf(history[target]) } };
}

async function keep(values: Values, target: ForecastTarget, isOneOfMany: boolean, bytes: Uint8Array): Promise<void> {
  const out = values.text('out');
  if (out !== undefined) {
    const file = isOneOfMany ? join(out, `${target}.orrery`) : out;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    return say(`${file}: ${bytes.length} bytes`);
  }
  const { version } = await withStores(values, ({ stores }) =>
    createRegistry(stores.documents, Date.now).register(bytes),
  );
  say(
    `${target} ${version} is registered; npm run orrery -- forecast deploy --target ${target} --version ${version} makes it forecast.`,
  );
}
