/** The bundled trainer finds its thread beside it and trains there; the other tests of it run from the source. */
import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from './bundle.mjs';
import { ROOT } from './environment.mjs';

const OUT = join('.cache', `neural-test-${process.pid}`);
/** Three short trainings on a busy machine. */
const PATIENCE_MS = 40_000;
const FOLDER = 'etl-worker/src/forecast/neural';

beforeAll(() => bundle({ trainer: `${FOLDER}/trainer.ts`, 'neural-thread': `${FOLDER}/thread.ts` }, OUT));
afterAll(() => rmSync(join(ROOT, OUT), { recursive: true, force: true }));

const PROGRAM = `
const { trainNeural } = await import(process.argv[1]);
const inputs = Float32Array.from({ length: 200 }, (_, i) => Math.sin(i));
const task = { inputs, targets: inputs, rows: 200, features: 1, outputs: 1, trainRows: 150, hidden: [4], epochs: 2, seed: 1 };
const [there, here] = [await trainNeural(task), await trainNeural(task, { thread: false })];
const control = new AbortController();
const endless = { ...task, epochs: 1e6, patience: 1e6 };
const { code } = await trainNeural(endless, { signal: control.signal, onProgress: () => control.abort() }).catch((error) => error);
console.log(JSON.stringify({ code, ...there.record, isSame: JSON.stringify(there) === JSON.stringify(here) }));`;

test('the bundled trainer trains in a thread and in its own, and a thread that was told to stop keeps no program alive', async () => {
  const trainer = pathToFileURL(join(ROOT, OUT, 'trainer.mjs')).href;
  const args = ['--input-type=module', '-e', PROGRAM, trainer];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: PATIENCE_MS });
  expect(JSON.parse(stdout)).toMatchObject({ code: 'cancelled', epochs: 2, isSame: true });
  expect(JSON.parse(stdout).backend).toMatch(/^(wasm|tensorflow)$/);
});

test('TensorFlow.js is in the file of the thread alone', () => {
  const holds = (name) => readFileSync(join(ROOT, OUT, name), 'utf8').includes('_FusedMatMul');
  expect([holds('neural-thread.mjs'), holds('trainer.mjs')]).toEqual([true, false]);
});
