/** What the machine must have, checked before anything else; each failure is one sentence that says what to do. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const NODE_NEEDED = [20, 19];

/** Ends the process with one sentence. */
export function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > NODE_NEEDED[0] || (major === NODE_NEEDED[0] && minor >= NODE_NEEDED[1])) return;
  fail(
    `Orrery needs Node.js ${NODE_NEEDED.join('.')} or newer and this is ${process.versions.node}: install a current one from https://nodejs.org.`,
  );
}

/** Resolves when nothing listens at the port of 127.0.0.1; else the process ends with the sentence. */
export async function requireFreePort(port) {
  const free = await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
  if (!free)
    fail(`Port ${port} is taken: stop what listens there or choose another with \`npm start -- --port ${port + 10}\`.`);
}

/** The Go command (GO_PATH alone where that is set), or null where there is none. */
export function findGo() {
  const known = process.env.GO_PATH ? [process.env.GO_PATH] : ['go', '/usr/local/go/bin/go'];
  return known.find((command) => spawnSync(command, ['version'], { stdio: 'ignore' }).status === 0) ?? null;
}

/** The browser of the end-to-end tests (CHROMIUM_PATH alone where that is set), or null where there is none. */
export function findChromium() {
  const { CHROMIUM_PATH } = process.env;
  const known = CHROMIUM_PATH
    ? [CHROMIUM_PATH]
    : ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return known.find((path) => existsSync(path)) ?? null;
}

/** The folder with recordings and reference data, or null where there is none. */
export function findShared() {
  const known = [process.env.ORRERY_SHARED, join(ROOT, '..', 'shared')];
  return known.find((path) => path && existsSync(join(path, 'data'))) ?? null;
}
