import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PORT } from './environment.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
/** A first start installs and builds everything. */
const START_TIMEOUT_MS = 15 * 60_000;

/** A running demo that cannot reach the network. */
export interface RunningDemo {
  readonly url: string;
  /** Hosts that it wanted to reach. */
  readonly refused: () => readonly string[];
  readonly stop: () => Promise<void>;
}

/** Starts `npm start -- --demo` and resolves when its page is ready. */
export async function startDemo(): Promise<RunningDemo> {
  const port = PORT + 2;
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'orrery-demo-'));
  const child = spawn(process.execPath, ['scripts/start.mjs', '--demo', '--port', String(port), '--data-dir', folder], {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: `--import ${join(import.meta.dirname, 'loopback-only.mjs')}` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (chunk) => (told += String(chunk)));
  await answered(child, `${url}/api/preview/status`, () => told);
  return {
    url,
    refused: () => [...told.matchAll(/^REFUSED (\S+)/gm)].map(([, host = '']) => host),
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answered(child: ChildProcess, url: string, told: () => string): Promise<void> {
  const deadlineMs = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    if (child.exitCode !== null) throw new Error(`The demo ended: ${told()}`);
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await pause(250);
  }
  throw new Error('The demo was not ready in time.');
}
