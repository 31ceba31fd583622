/** The bundled runner of trainings finds its thread beside it; the other tests of it run from the source. */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from './bundle.mjs';
import { ROOT } from './environment.mjs';

const OUT = join('.cache', `training-test-${process.pid}`);
/** A thread and half a year of scores on a busy machine. */
const PATIENCE_MS = 60_000;
const FOLDER = 'etl-worker/src/forecast';

beforeAll(() =>
  bundle(
    {
      run: `${FOLDER}/training/run.ts`,
      'training-thread': `${FOLDER}/training/thread.ts`,
      dataset: `${FOLDER}/training/dataset.ts`,
      models: `${FOLDER}/testing/models.ts`,
    },
    OUT,
  ),
);
afterAll(() => rmSync(join(ROOT, OUT), { recursive: true, force: true }));

const PROGRAM = `
const [{ threadRunner }, { encodeDataset }, { stubModel }] = await Promise.all(
  ['run', 'dataset', 'models'].map((name) => import(process.argv[1] + '/' + name + '.mjs')));
const DAY_MS = 86_400_000;
const empty = (stepMs) => ({ startMs: 0, stepMs, values: new Float64Array(0) });
const f107 = { startMs: 0, stepMs: DAY_MS, values: Float64Array.from({ length: 400 }, (_, i) => 100 + (i % 30)) };
const hours = Object.fromEntries(['dst', 'solarWindSpeed', 'solarWindDensity', 'bt', 'by', 'bz'].map((name) => [name, empty(3_600_000)]));
const heldOut = { fromMs: 300 * DAY_MS, toMs: 400 * DAY_MS };
const spans = { trainToMs: 200 * DAY_MS, validateToMs: 300 * DAY_MS, folds: 1 };
const dataset = await encodeDataset({ target: 'f107', history: { ...hours, f107, kp: empty(10_800_000) }, officials: [], spans, heldOut, seed: 1, trainedAtMs: 0, codeVersion: 't' });
const options = { signal: new AbortController().signal, onProgress: () => undefined };
const { comparison } = await threadRunner.evaluate({ dataset, candidate: stubModel('f107', 'a', 1), champion: stubModel('f107', 'b', 40) }, options);
const { code } = await threadRunner.train({ dataset, neural: false }, options).catch((error) => error);
console.log(JSON.stringify({ isBetter: comparison.challenger < comparison.champion, code }));`;

test(
  'the bundled runner judges in a thread, and what the thread refuses comes back as the error that it is',
  async () => {
    const args = ['--input-type=module', '-e', PROGRAM, pathToFileURL(join(ROOT, OUT)).href];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: PATIENCE_MS });
    expect(JSON.parse(stdout)).toEqual({ isBetter: true, code: 'invalidRequest' });
  },
  PATIENCE_MS,
);
