/**
 * `npm run crash-test -- --kills 50 [--embedded]`: loads recorded data at full speed while killing its parts with
 * SIGKILL at random moments, then compares what the stores hold with what was recorded. Exit code 0 only where nothing
 * is lost, doubled or stuck.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../../scripts/lib/bundle.mjs';
import { installAll } from '../../scripts/lib/build.mjs';
import { fail, findShared, requireNode } from '../../scripts/lib/environment.mjs';
import { createFleet } from './fleet.mjs';
import { createPrograms } from './programs.mjs';

const HELP = `Crash test

  npm run crash-test -- [--kills 50] [--embedded] [--seed S]

  --kills N    how many SIGKILLs (default 50)
  --embedded   everything in one process on one database file; left out: worker, sinks, Redis, Kafka, InfluxDB, PostgreSQL and MongoDB
  --seed S     which moments (default: another each time)
`;
const MAX_WINDOWS = 60;
/** Time between two kills, ms: a start alone takes about 400. */
const LIFE_MS = [50, 1500];
const LOAD_TIMEOUT_MS = 300_000;

requireNode();
const { values: flags } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    embedded: { type: 'boolean', default: false },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (flags.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const kills = Number(flags.kills);
if (!Number.isInteger(kills) || kills < 1) fail(`--kills ${flags.kills}: a whole number from 1 is needed.`);
const shared = findShared() ?? fail('The crash test loads recordings: ../shared or ORRERY_SHARED must be there.');
const seed = flags.seed === undefined ? Date.now() % 1_000_000 : Number(flags.seed);
const random = lcg(seed);
await installAll();
await bundle(
  {
    worker: 'e2e/resilience/worker.ts',
    provider: 'e2e/resilience/provider.ts',
    verify: 'e2e/resilience/verify.ts',
  },
  '.cache/crash',
);
const folder = mkdtempSync(join(tmpdir(), 'orrery-crash-'));
const programs = createPrograms({
  dataFolder: join(shared, 'data'),
  store: flags.embedded ? join(folder, 'orrery.db') : '',
  maxWindows: MAX_WINDOWS,
});
const fleet = flags.embedded ? null : createFleet();
process.exitCode = await main().finally(async () => {
  await programs.stop();
  await fleet?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function main() {
  await fleet?.start();
  Object.assign(process.env, await fleet?.places('crash'));
  await programs.startProvider();
  process.stdout.write(`${kills} kills, seed ${seed}, ${flags.embedded ? 'embedded' : 'distributed'}\n`);
  const { counts, windows } = await killAndLoad();
  process.stdout.write(
    `killed ${Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}; ${programs.restarts()} ended by themselves; ${windows * 30} days loaded\n`,
  );
  return report(await programs.verify(windows));
}

/**
 * Kills until it is enough, with further windows of 30 days whenever everything is loaded; then lets the load come to
 * its end.
 */
async function killAndLoad() {
  const counts = {};
  let windows = 1;
  let killed = 0;
  await programs.start(windows, flags.embedded);
  while (killed < kills) {
    const [from, to] = LIFE_MS;
    const loaded = await programs.loadedWithin(from + random() * (to - from));
    if (loaded) {
      windows += 1;
      if (windows > MAX_WINDOWS) throw new Error('No more windows of recorded data.');
      await programs.stopWorkers();
      await programs.start(windows, flags.embedded);
      continue;
    }
    const targets = [...programs.names(), ...(fleet?.names ?? [])];
    const target = targets[Math.floor(random() * targets.length)];
    if (fleet?.names.includes(target)) await fleet.killAndRestart(target, random() * 1000);
    else await programs.killAndRestart(target);
    counts[target] = (counts[target] ?? 0) + 1;
    killed += 1;
    if (killed % 10 === 0) process.stdout.write(`  ${killed} kills, window ${windows}\n`);
  }
  if (!(await programs.loadedWithin(LOAD_TIMEOUT_MS)))
    process.stdout.write(`The load did not end within ${LOAD_TIMEOUT_MS / 1000} s.\n`);
  await programs.stopWorkers();
  return { counts, windows };
}

function report({ keys, lost, doubled, quarantined, injected, stuck, problems }) {
  for (const problem of problems) process.stdout.write(`  ${problem}\n`);
  process.stdout.write(`${keys} natural keys, ${stuck} jobs or runs stuck\n`);
  process.stdout.write(`lost ${lost} doubled ${doubled} quarantined ${quarantined} of ${injected} injected\n`);
  return lost === 0 && doubled === 0 && quarantined === injected && stuck === 0 ? 0 : 1;
}

/** Numbers in [0, 1) that a seed repeats (Numerical Recipes' linear congruential generator). */
function lcg(start) {
  let state = start >>> 0;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}
