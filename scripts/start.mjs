/** `npm start`: installs what is missing, builds, starts the service and the preview, and prints one address. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { buildGo, buildPlugin, buildPreview, buildService, installAll, installService } from './lib/build.mjs';
import { demoFlags } from './lib/demo.mjs';
import { fail, requireFreePort, requireNode, ROOT } from './lib/environment.mjs';
import { createFront } from './lib/front.mjs';

const HELP = `Orrery: space observability for Grafana

  npm start -- [flags]

  --port P        the address is http://127.0.0.1:P (default 4310)
  --data-dir D    where fetched data is kept (default .orrery)
  --no-preview    the service alone
  --demo          the storm of May 2024 from a recording that is part of the project: no provider is asked
  --replay DIR    recorded responses instead of the providers, e.g. ../shared/data
  --from TIME     a replay on a clock of its own that begins then, e.g. 2024-05-06: only what was known by that time is served
  --speed N       that clock goes N times as fast as the real one, e.g. 600
  --faults LIST   faults of the providers in a replay: 429,500,timeout,truncate,garbage,reorder,duplicate:0.2
  --help          this text
`;
const READY_TIMEOUT_MS = 60_000;
const PARENT_CHECK_MS = 500;

requireNode();
const flags = readFlags();
if (flags.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const children = [];
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(0));
stopWithNpm();
main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  stop(1);
});

function readFlags() {
  const options = {
    port: { type: 'string', default: '4310' },
    'data-dir': { type: 'string', default: join(ROOT, '.orrery') },
    'no-preview': { type: 'boolean', default: false },
    demo: { type: 'boolean', default: false },
    replay: { type: 'string' },
    from: { type: 'string' },
    speed: { type: 'string' },
    faults: { type: 'string' },
    help: { type: 'boolean', default: false },
  };
  try {
    const { values } = parseArgs({ options, strict: true });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      throw new Error(`--port ${values.port}: a number from 1 to 65535 is needed.`);
    if (values.demo && values.replay !== undefined)
      throw new Error('--demo is a replay of its own: leave out --replay.');
    return { ...values, ...(values.demo ? demoFlags(values) : {}), port };
  } catch (error) {
    return fail(`${error.message}\nSee npm start -- --help.`);
  }
}

async function main() {
  const startedMs = Date.now();
  await requireFreePort(flags.port);
  await installService();
  await buildService();
  // The clock of the demo begins when there is something to see.
  const waits = flags.demo && !flags['no-preview'];
  const serviceUrl = waits ? null : await startService(flags['no-preview'] ? flags.port : 0);
  if (flags['no-preview']) {
    process.stdout.write(`Orrery service: ${serviceUrl} (${elapsed(startedMs)})\n`);
    return;
  }
  await withPreview(serviceUrl, startedMs);
}

async function withPreview(startedUrl, startedMs) {
  const address = `http://127.0.0.1:${flags.port}`;
  let serviceUrl = startedUrl;
  let previewUrl = null;
  let progress = 'Its packages are being installed.';
  const front = createFront({ serviceUrl: () => serviceUrl, previewUrl: () => previewUrl, progress: () => progress });
  await new Promise((resolve, reject) => front.once('error', reject).listen(flags.port, '127.0.0.1', resolve));
  if (serviceUrl !== null)
    process.stdout.write(`  The service answers at ${address} (${elapsed(startedMs)}); the preview follows there.\n`);
  const goBuilt = buildGo().catch((error) => {
    process.stderr.write(`${error.message}\nThe preview calls the service directly instead.\n`);
    return true;
  });
  await installAll();
  progress = 'The data source is being built.';
  await buildPlugin('plugin-datasource', 'the data source');
  progress = 'The 3D panel is being built.';
  await buildPlugin('plugin-panel', 'the 3D panel');
  progress = 'The preview is being built.';
  await buildPreview();
  serviceUrl ??= await startService(0);
  previewUrl = await startPreview(serviceUrl);
  process.stdout.write(`\nOrrery: ${address} (${elapsed(startedMs)})\n\n`);
  if (!(await goBuilt)) {
    process.stdout.write(
      "Go is not installed, so the preview calls the service directly; install Go from https://go.dev to run the plugin's backend.\n",
    );
  }
}

function startService(port) {
  const args = [
    '--port',
    String(port),
    '--data-dir',
    flags['data-dir'],
    ...['replay', 'from', 'speed', 'faults'].flatMap((name) => (flags[name] ? [`--${name}`, flags[name]] : [])),
  ];
  return startChild('service', join(ROOT, 'orrery/dist/main.mjs'), ['service', ...args], /^Orrery service: (\S+)/);
}

function startPreview(serviceUrl) {
  return startChild(
    'preview',
    join(ROOT, 'preview/dist-server/main.js'),
    ['--port', '0', '--service-url', serviceUrl],
    /^Orrery preview(?: at|:) (\S+)/,
  );
}

/**
 * V8 as a service beside other programs wants it: it collects early (measured: half the memory of a replay) instead of
 * letting the heap grow.
 */
const SMALL_HEAP = ['--max-semi-space-size=4', '--heap-growing-percent=20'];

/**
 * Starts a Node program and resolves with the address it prints; when it ends, everything ends. Its channel closes
 * however this process ends, also by SIGKILL, and it stops then.
 */
function startChild(name, file, args, addressLine) {
  const child = spawn(process.execPath, [...SMALL_HEAP, '--enable-source-maps', file, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The ${name} did not start within ${READY_TIMEOUT_MS / 1000} s.`)),
      READY_TIMEOUT_MS,
    );
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = addressLine.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The ${name} ended (exit ${code}).`));
      stop(code ?? 1);
    });
  });
}

/** npm that is ended does not end the scripts it runs, nor the shell between them: an orphan stops by itself. */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const began = ancestors();
  setInterval(() => ancestors() === began || stop(0), PARENT_CHECK_MS).unref();
}

/** Where /proc tells it (Linux); elsewhere null. */
function parentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) \S /s, '')
      .split(' ')[0];
  } catch {
    return null;
  }
}

let stopping = false;
function stop(code) {
  if (stopping) return;
  stopping = true;
  for (const child of children) child.kill('SIGTERM');
  const alive = () => children.some((child) => child.exitCode === null && child.signalCode === null);
  const deadlineMs = Date.now() + 5000;
  const timer = setInterval(() => {
    if (alive() && Date.now() < deadlineMs) return;
    clearInterval(timer);
    for (const child of children) child.kill('SIGKILL');
    process.exit(code);
  }, 50);
}

function elapsed(sinceMs) {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;
}
