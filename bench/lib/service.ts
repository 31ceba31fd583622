import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './peer.ts';

const READY_TIMEOUT_MS = 180_000;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );

async function untilReady(url: string, ended: () => boolean): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!(await isReady(url))) {
    if (ended()) throw new Error('The service ended before it was ready.');
    if (Date.now() > deadline) throw new Error(`The service was not ready within ${READY_TIMEOUT_MS / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Runs `use` with the address of a running service: `ORRERY_URL`, else one started for it and stopped afterwards. */
export async function withService(use: (url: string) => Promise<void>): Promise<void> {
  const given = process.env['ORRERY_URL'];
  if (given) return use(given.replace(/\/$/, ''));
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'orrery-bench-'));
  const args = ['scripts/start.mjs', '--no-preview', '--port', String(port), '--data-dir', dataDir];
  const service = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ORRERY_MAX_REQUESTS_PER_MINUTE: '10000000' },
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilReady(url, () => service.exitCode !== null);
    await use(url);
  } finally {
    if (service.exitCode === null) {
      const closed = new Promise((resolve) => service.once('exit', resolve));
      service.kill('SIGTERM');
      await closed;
    }
    rmSync(dataDir, { recursive: true, force: true });
  }
}
