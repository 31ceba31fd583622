import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const VENV = join(ROOT, '.cache/bench-venv');
const PYTHON = join(VENV, 'bin/python');

function run(command: string, args: readonly string[], input?: string): string {
  const { status, stdout, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(input === undefined ? {} : { input }),
  });
  if (error)
    throw new Error(`${command} could not be started: ${error.message}. Benchmarks against Python need Python 3.10+.`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
  return stdout;
}

/** Makes the virtual environment of the peers where it is missing, and adds the Python packages a benchmark needs. */
export function ensurePython(modules: Readonly<Record<string, string>>): void {
  if (!existsSync(PYTHON)) run('python3', ['-m', 'venv', VENV]);
  const probe = spawnSync(PYTHON, ['-c', `import ${Object.keys(modules).join(', ')}`]);
  if (probe.status === 0) return;
  console.error(`installing ${Object.values(modules).join(', ')} into .cache/bench-venv`);
  run(PYTHON, ['-m', 'pip', 'install', '--quiet', ...Object.values(modules)]);
}

/** Gives a JSON job to a Python script of this folder and reads its JSON answer. */
export const askPython = <T>(script: string, job: unknown): T =>
  JSON.parse(run(PYTHON, [join(ROOT, 'bench', script)], JSON.stringify(job))) as T;

/** One figure: `name value unit`. */
export function figure(name: string, value: number, unit: string): void {
  console.log(`${name} ${Number(value.toPrecision(4))} ${unit}`);
}

/** Median of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** The value below which a share of the numbers lies (nearest rank). */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
