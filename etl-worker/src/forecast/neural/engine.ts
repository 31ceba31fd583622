import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OrreryError } from '@orrery/contract';
import type * as tensorflow from '@tensorflow/tfjs-core';

export type TensorFlow = typeof tensorflow;

/** TensorFlow.js, ready to compute, and the name of what it computes on: `tensorflow` (native) or `wasm`. */
export interface Engine {
  readonly tf: TensorFlow;
  readonly backend: string;
}

/**
 * A name in a variable: the package is there only where somebody installed it, and neither TypeScript nor a bundler may
 * ask for it.
 */
const NATIVE: string = '@tensorflow/tfjs-node';
const WASM_FILE = 'tfjs-backend-wasm-simd.wasm';

/** The folder with the WASM files: beside the bundle, where building put them, else the package in node_modules. */
function wasmFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  if (existsSync(join(here, WASM_FILE))) return here;
  const manifest = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
  return join(dirname(manifest), 'dist');
}

/** Any failure to load the native build is a reason to go without it: it is not installed, or its library is not. */
async function openNative(): Promise<Engine | null> {
  try {
    const tf = (await import(NATIVE)) as TensorFlow;
    return (await tf.setBackend('tensorflow')) ? { tf, backend: 'tensorflow' } : null;
  } catch {
    return null;
  }
}

async function openWasm(): Promise<Engine> {
  const tf = await import('@tensorflow/tfjs-core');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const folder = wasmFolder();
  // Once loaded it keeps its paths, and says so by an error.
  if (tf.getBackend() !== 'wasm') setWasmPaths(`${folder}/`);
  if (!(await tf.setBackend('wasm'))) {
    throw new OrreryError(
      'notReady',
      `TensorFlow.js found no working ${WASM_FILE} in ${folder}; run npm ci or build anew.`,
    );
  }
  return { tf, backend: 'wasm' };
}

/**
 * Opens TensorFlow.js: the native build where it is installed, else WASM with SIMD. Throws `notReady` where neither
 * starts.
 */
export async function openEngine(): Promise<Engine> {
  return (await openNative()) ?? (await openWasm());
}
