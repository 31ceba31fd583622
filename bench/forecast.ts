/**
 * Forecasts: one of each shipped model, features, a backtest, one boosting fit against LightGBM in the same run, an
 * epoch of the network, memory. usage: npm run bench -- forecast [--train TARGET]   (with it: also the whole training
 * of a target, both families, with its score on years held out)
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FORECAST_TARGET_NAMES, FORECAST_TARGETS, type ForecastTarget, DAY_MS, HOUR_MS } from '@orrery/contract';
import {
  backtest,
  decodeModel,
  endOf,
  INPUT_NAMES,
  seededRandom,
  TARGET_SPECS,
  trainAndScore,
  trainModel,
  watchedFeatures,
  type TrainedModel,
  type Column,
  type History,
} from '@orrery/forecast';
import { readHistoryFiles } from '@orrery/etl-worker/forecast';
import { trainNetwork } from '@orrery/etl-worker/network';
import { madeUpHistory } from '@orrery/forecast/testing';
import { compareBoosting } from './lib/boosting.ts';
import { figure, median, ROOT } from './lib/peer.ts';
import { recordings } from './lib/recordings.ts';

const CODE_VERSION = 'bench';
/** What an issuing job reads: F10.7 looks a year back. */
const LOOK_BACK_DAYS = 430;
const FORECASTS = 60;
const WARM_UP = 10;
const STEPS = 500;
const ROWS_OF_FEATURES = 3000;
const NETWORK = { rows: 50_000, features: 100, outputs: 24, epochs: 4, hidden: [128, 64] } as const;
/** Years from here on are held out in a whole training. */
const HELD_OUT_FROM_MS = Date.UTC(2015, 0, 1);

const secondsOf = (work: () => void): number => {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
};

/** The days before a moment, in memory of their own. */
function before(history: History, atMs: number): History {
  const cut = (column: Column): Column => {
    const to = Math.floor((atMs - column.startMs) / column.stepMs);
    const from = Math.max(0, to - (LOOK_BACK_DAYS * DAY_MS) / column.stepMs);
    return { ...column, startMs: column.startMs + from * column.stepMs, values: column.values.slice(from, to) };
  };
  return Object.fromEntries(INPUT_NAMES.map((name) => [name, cut(history[name])])) as History;
}

/** The models that ship; where there are none yet, one of F10.7 that is trained here on made-up years. */
async function champions(history: History): Promise<readonly TrainedModel[]> {
  const folder = join(ROOT, 'packages/forecast/shipped-models');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.orrery')) : [];
  if (files.length > 0) return files.map((name) => decodeModel(readFileSync(join(folder, name))));
  console.error(
    'No model ships yet: F10.7 is trained here on made-up years, by ridge and boosting only, for the time of one forecast.',
  );
  const { startMs } = history.f107;
  const spans = { trainToMs: startMs + 2200 * DAY_MS, validateToMs: startMs + 2600 * DAY_MS, folds: 1 };
  const { bytes } = await trainModel('f107', history, {
    ...spans,
    seed: 1,
    trainedAtMs: spans.validateToMs,
    codeVersion: CODE_VERSION,
  });
  return [decodeModel(bytes)];
}

function measureModel(champion: TrainedModel, history: History): void {
  const { target } = champion;
  const { stepMs } = FORECAST_TARGETS[target];
  const lastMs = Math.floor(endOf(history.bz) / DAY_MS) * DAY_MS;
  const times = Array.from({ length: FORECASTS + WARM_UP }, (_, i) => {
    const issuedAtMs = lastMs - i * stepMs;
    // As a job does: data just read, from which the drivers are derived first.
    const known = before(history, issuedAtMs);
    return 1000 * secondsOf(() => void champion.forecast({ history: known, issuedAtMs }));
  }).slice(WARM_UP);
  figure(`forecast/one/${target}`, median(times), 'ms');
  figure(`forecast/one/${target}/slowest`, Math.max(...times), 'ms');
  let steps = 0;
  const seconds = secondsOf(() => {
    for (const _ of backtest(champion, history, [], lastMs - (STEPS - 1) * stepMs, lastMs)) steps++;
  });
  figure(`forecast/backtest/${target}`, steps / seconds, 'steps/s');
}

function measureFeatures(history: History): void {
  for (const target of FORECAST_TARGET_NAMES) {
    const spec = TARGET_SPECS[target];
    const lastMs = Math.floor(endOf(history.bz) / DAY_MS) * DAY_MS;
    const moments = Array.from({ length: ROWS_OF_FEATURES }, (_, i) => lastMs - (ROWS_OF_FEATURES - i) * HOUR_MS * 3);
    const { names } = watchedFeatures(spec, history, moments.slice(0, 300));
    const seconds = secondsOf(() => void watchedFeatures(spec, history, moments));
    figure(`forecast/features/${target}`, (names.length * ROWS_OF_FEATURES) / seconds, 'features/s');
  }
}

/** Seconds of a pass of a network over 50,000 rows, from trainings of one pass and of more. */
async function measureNetwork(): Promise<void> {
  const { rows, features, outputs, hidden, epochs } = NETWORK;
  const random = seededRandom(1);
  const noise = (length: number): Float32Array => Float32Array.from({ length }, random);
  const task = { inputs: noise(rows * features), targets: noise(rows * outputs), rows, outputs, hidden, seed: 1 };
  const secondsOfTraining = async (passes: number): Promise<number> => {
    const began = performance.now();
    await trainNetwork({ ...task, epochs: passes });
    return (performance.now() - began) / 1000;
  };
  const once = await secondsOfTraining(1);
  figure('forecast/neural/epoch-wasm', ((await secondsOfTraining(1 + epochs)) - once) / epochs, 's');
}

/** The recordings where they are, else made-up decades. */
function longHistory(): History {
  const folder = recordings();
  if (folder !== null) return readHistoryFiles(folder).history;
  console.error('No recordings (ORRERY_SHARED): trained on made-up decades.');
  return madeUpHistory(27 * 365, 1, Date.UTC(1998, 0, 1));
}

async function measureTraining(target: ForecastTarget): Promise<void> {
  const history = longHistory();
  const validateToMs = Math.min(endOf(history[target]), endOf(history.bz));
  const began = performance.now();
  const { bytes } = await trainAndScore(target, history, {
    heldOutFromMs: HELD_OUT_FROM_MS,
    validateToMs,
    seed: 1,
    trainedAtMs: validateToMs,
    codeVersion: CODE_VERSION,
    neural: trainNetwork,
  });
  figure(`forecast/train/${target}`, (performance.now() - began) / 1000, 's');
  figure(`forecast/train/${target}/bytes`, bytes.length, 'B');
}

/** The target of `--train`, null without the flag. */
function wanted(): ForecastTarget | null {
  const flag = process.argv.indexOf('--train');
  if (flag < 0) return null;
  const name = process.argv[flag + 1];
  const target = FORECAST_TARGET_NAMES.find((known) => known === name);
  if (target) return target;
  throw new Error(`--train ${name ?? ''}: which target? There are ${FORECAST_TARGET_NAMES.join(', ')}.`);
}

const target = wanted();
const history = madeUpHistory(3000, 1, Date.UTC(2015, 0, 1));
for (const champion of await champions(history)) measureModel(champion, history);
measureFeatures(history);
compareBoosting();
await measureNetwork();
if (target) await measureTraining(target);
figure('forecast/peak-rss', process.resourceUsage().maxRSS / 1024, 'MiB');
