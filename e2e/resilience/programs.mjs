/** The processes of the crash test: the provider, which is never killed, and worker and sinks, which are. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/environment.mjs';

const DIST = join(ROOT, '.cache', 'crash');
const EMBEDDED = { process: 'schedule,extract,transform,sinks' };
const DISTRIBUTED = { worker: 'schedule,extract,transform', sinks: 'sinks' };
const RESTART_MS = 500;
const STOP_TIMEOUT_MS = 30_000;

export function createPrograms({ dataFolder, store, maxWindows }) {
  const running = new Map();
  let provider = null;
  let address = '';
  let windows = 1;
  let roles = EMBEDDED;
  let onLoaded = null;
  let loaded = false;
  let stopping = false;
  let restarts = 0;

  const launch = (file, args) =>
    spawn(process.execPath, ['--enable-source-maps', join(DIST, file), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  function startOne(name) {
    loaded = false;
    const args = [
      '--data',
      dataFolder,
      '--windows',
      String(windows),
      '--provider',
      address,
      '--roles',
      roles[name],
      '--store',
      store,
    ];
    const child = launch('worker.mjs', args);
    child.ended = new Promise((resolve) => child.once('exit', resolve));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line !== 'LOADED' || running.get(name) !== child) return;
      loaded = true;
      onLoaded?.();
    });
    running.set(name, child);
    // What a supervisor does: a program that ended by itself (its servers were away) is started again.
    child.once('exit', () => {
      if (running.get(name) !== child) return;
      restarts += 1;
      running.delete(name);
      setTimeout(() => !running.has(name) && !stopping && startOne(name), RESTART_MS);
    });
  }

  async function end(name, signal) {
    const child = running.get(name);
    if (!child) return;
    running.delete(name);
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await child.ended;
    clearTimeout(timer);
  }

  return {
    async startProvider() {
      provider = launch('provider.mjs', [dataFolder, String(maxWindows)]);
      address = await new Promise((resolve, reject) => {
        provider.once('exit', () => reject(new Error('The provider of slices ended.')));
        createInterface({ input: provider.stdout }).once('line', (line) => resolve(line.replace('Provider: ', '')));
      });
    },
    async start(toWindows, embedded) {
      stopping = false;
      windows = toWindows;
      roles = embedded ? EMBEDDED : DISTRIBUTED;
      for (const name of Object.keys(roles)) startOne(name);
    },
    names: () => Object.keys(roles),
    async killAndRestart(name) {
      await end(name, 'SIGKILL');
      startOne(name);
    },
    /** Resolves true as soon as everything is loaded, false after the time. */
    async loadedWithin(ms) {
      if (loaded) return true;
      return new Promise((resolve) => {
        const timer = setTimeout(() => finish(false), ms);
        const finish = (value) => {
          clearTimeout(timer);
          onLoaded = null;
          resolve(value);
        };
        onLoaded = () => finish(true);
      });
    },
    restarts: () => restarts,
    async stopWorkers() {
      stopping = true;
      await Promise.all([...running.keys()].map((name) => end(name, 'SIGTERM')));
    },
    async verify(ofWindows) {
      const child = launch('verify.mjs', ['--data', dataFolder, '--windows', String(ofWindows), '--store', store]);
      let output = '';
      child.stdout.on('data', (chunk) => (output += chunk));
      await new Promise((resolve) => child.once('close', resolve));
      return JSON.parse(output);
    },
    async stop() {
      stopping = true;
      await Promise.all([...running.keys()].map((name) => end(name, 'SIGKILL')));
      provider?.kill('SIGKILL');
    },
  };
}
