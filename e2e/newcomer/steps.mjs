/** The steps of the newcomer's way, in order; each throws with a sentence where the product does not keep its word. */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { existsSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { findChromium, findGo } from '../../scripts/lib/environment.mjs';
import { npmStart } from './program.mjs';

/** Cold caches, two cores: packages, bundles, and the Go plugin with its modules. */
const FIRST_START_MS = 15 * 60_000;
const SECOND_START_MS = 60_000;
const PLUGIN_MS = 10 * 60_000;
/** A machine without a network says so once per provider, beside the few lines of a start. */
const CALM_LINES = 60;
const CALM_MS = 30_000;
const PORT = 4391;
/** Steps wait for programs; a kept connection would have been closed meanwhile. */
const ONE_CONNECTION = { connection: 'close' };
const ADDRESS = /^Orrery: (http:\S+)/;

export const STEPS = [
  ['the first `npm start` in a fresh clone: the service, then the page', firstStart],
  ['the page is shown', pageIsShown],
  ['a query is answered through the Go plugin', queryThroughPlugin],
  ['a taken port is told in one sentence', takenPort],
  ['the log stays calm, whatever the network', calmLog],
  ['Ctrl-C ends every process', stopAll],
  ['the second start is quick and keeps the data', secondStart],
  ['a killed `npm start` leaves no process behind', killedParent],
  ['without Go the queries go straight to the service', withoutGo],
  ['`npm test` after `npm start`, without Chromium', testWithoutChromium],
];

async function firstStart(world) {
  world.running = start(world);
  const [, url] = await world.running.line(ADDRESS, FIRST_START_MS);
  world.url = url;
  await expectText(`${url}/healthz`, /^ok/);
  await expectText(`${url}/readyz`, /computed sky: ready/);
}

async function pageIsShown({ url }) {
  await expectText(url, /<div id="root"|<script/);
  const chromium = findChromium();
  if (chromium === null) return 'markup alone, for Chromium is not installed yet';
  const { stdout } = spawnSync(
    chromium,
    [
      ...[
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
      ],
      ...['--virtual-time-budget=20000', '--timeout=60000', '--dump-dom', url],
    ],
    { encoding: 'utf8', timeout: 120_000 },
  );
  expect(/Tonight/.test(stdout), 'the page in Chromium names no dashboard "Tonight"');
  return 'in Chromium';
}

async function queryThroughPlugin({ url }) {
  if (findGo() === null) throw new Error('Go is not installed here');
  const way = await eventually(async () => {
    const { way, values } = await ask(url);
    expect(values.every(Number.isFinite) && values.length > 1, 'the distance of Mars is not a series of numbers');
    return way === 'plugin' ? way : null;
  }, PLUGIN_MS);
  expect(way === 'plugin', 'the answer did not come through the Go plugin');
}

async function takenPort(world) {
  const second = start({ ...world, data: `${world.data}-2` });
  const { code } = await second.ended;
  expect(code !== 0, 'a second start on the same port reports success');
  const said = second.lines.filter((line) => line.includes(`Port ${PORT}`));
  expect(
    said.length === 1 && /--port/.test(said[0]),
    `not one sentence about port ${PORT}: ${second.lines.join(' | ')}`,
  );
}

async function calmLog({ running }) {
  await new Promise((resolve) => setTimeout(resolve, CALM_MS));
  const { length } = running.lines;
  expect(length <= CALM_LINES, `${length} lines were logged; at most ${CALM_LINES} are calm`);
  return `${length} lines so far`;
}

async function stopAll(world) {
  await world.running.interrupt();
  await freePort();
  expectNoProcess(world);
}

async function secondStart(world) {
  world.running = start(world);
  const startedMs = Date.now();
  const [, url] = await world.running.line(ADDRESS, SECOND_START_MS);
  const tookMs = Date.now() - startedMs;
  expect(existsSync(world.data), 'the data folder is gone');
  await ask(url);
  return `up after ${(tookMs / 1000).toFixed(1)} s`;
}

/** kill -9 of npm and of the script it runs: what they started notices and ends. */
async function killedParent(world) {
  for (const pid of processesOf(world)
    .filter(({ args }) => /npm|start\.mjs/.test(args))
    .map(({ pid }) => pid))
    process.kill(pid, 'SIGKILL');
  await eventually(async () => (processesOf(world).length === 0 ? true : null), 15_000);
  expectNoProcess(world);
  await freePort();
}

/** As on a machine that never had Go: without the plugin that an earlier step compiled. */
async function withoutGo(world) {
  const dist = join(world.clone, 'plugin-datasource/dist');
  for (const name of readdirSync(dist).filter((file) => file.startsWith('gpx_'))) rmSync(join(dist, name));
  const running = start({ ...world, env: { ...world.env, GO_PATH: join(world.home, 'no-go') } });
  try {
    const [, url] = await running.line(ADDRESS, SECOND_START_MS);
    await running.line(/Go is not installed/, 5_000);
    const { way } = await ask(url);
    expect(way === 'direct', `the answer came by way of "${way}"`);
  } finally {
    await running.interrupt();
    await freePort();
  }
}

/** The end-to-end stage must be named as skipped, with what to do about it. */
async function testWithoutChromium({ clone, env }) {
  const { status, stdout } = spawnSync('npm', ['test', '--', 'e2e'], {
    cwd: clone,
    env: { ...env, CHROMIUM_PATH: join(clone, 'no-chromium') },
    encoding: 'utf8',
    timeout: FIRST_START_MS,
  });
  const last = stdout.trimEnd().split('\n').at(-1);
  expect(status === 0 && /^\d+ passed, 0 failed, 1 skipped$/.test(last), `npm test ended with ${status}: ${last}`);
  expect(/Chromium is not installed: .*apt-get install chromium/.test(stdout), 'it does not say how to get Chromium');
}

const start = ({ clone, env, data }) =>
  npmStart({ folder: clone, env, args: ['--port', String(PORT), '--data-dir', data] });

/** Two values of the distance of Mars, asked as Grafana asks. */
async function ask(url) {
  const response = await fetch(`${url}/api/ds/query`, {
    method: 'POST',
    headers: { ...ONE_CONNECTION, 'content-type': 'application/json' },
    body: JSON.stringify({
      from: String(Date.UTC(2026, 0, 1)),
      to: String(Date.UTC(2026, 0, 2)),
      queries: [{ refId: 'A', queryType: 'ephemeris', bodies: ['mars'], quantities: ['distance'], maxDataPoints: 2 }],
    }),
  });
  const body = await response.json();
  const values = body.results?.A?.frames?.[0]?.data.values[1];
  expect(Array.isArray(values), `no answer: ${JSON.stringify(body).slice(0, 300)}`);
  return { way: response.headers.get('x-orrery-way'), values };
}

async function expectText(url, pattern) {
  const response = await fetch(url, { headers: ONE_CONNECTION });
  const text = await response.text();
  expect(response.ok && pattern.test(text), `${url} answered ${response.status}: ${text.slice(0, 200)}`);
}

/** The processes that work in the clone, npm's own among them. */
function processesOf({ clone }) {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map((line) => /^\s*(\d+) (.*)$/.exec(line))
    .filter((match) => match !== null && Number(match[1]) !== process.pid)
    .map(([, pid, args]) => ({ pid: Number(pid), args }))
    .filter(({ pid, args }) => args.includes(clone) || workingFolder(pid) === clone);
}

function workingFolder(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // It has ended meanwhile, or this system has no /proc.
    return null;
  }
}

function expectNoProcess(world) {
  const left = processesOf(world);
  expect(left.length === 0, `still running: ${left.map(({ args }) => args.slice(0, 120)).join(' | ')}`);
}

async function freePort() {
  const server = createServer();
  server.listen(PORT, '127.0.0.1');
  await once(server, 'listening');
  await new Promise((resolve) => server.close(resolve));
}

async function eventually(look, timeoutMs) {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null || Date.now() > deadlineMs) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function expect(holds, sentence) {
  if (!holds) throw new Error(sentence);
}
