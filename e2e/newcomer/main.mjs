/**
 * The newcomer's way: a fresh clone with an empty home, `npm start`, the page, a query, stop, start again, and what can
 * be missing on the way (a free port, Go, Chromium, a network to the providers). It needs Node, npm and git alone.
 * Prints a line per step, and writes the counts as JSON to the file that is named.
 *
 *   node e2e/newcomer/main.mjs [counts.json]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../scripts/lib/environment.mjs';
import { STEPS } from './steps.mjs';

const counts = await runNewcomer();
const [report] = process.argv.slice(2);
if (report !== undefined) {
  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, JSON.stringify(counts));
}
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`);
process.exitCode = counts.failed > 0 ? 1 : 0;

async function runNewcomer() {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-newcomer-'));
  const world = {
    clone: join(folder, 'orrery'),
    home: join(folder, 'home'),
    data: join(folder, 'data'),
    env: newcomersEnv(join(folder, 'home')),
  };
  const counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    mkdirSync(world.home);
    clone(world.clone);
    for (const [title, step] of STEPS) await attempt(title, () => step(world), counts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return counts;
}

/** What is committed, as `git clone` gives it to everybody. */
function clone(target) {
  const { status, stderr } = spawnSync('git', ['clone', '--quiet', '--no-hardlinks', ROOT, target], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`git clone failed: ${stderr}`);
}

/** The environment of a terminal that was just opened: nothing of CI, of npm's scripts or of Orrery. */
function newcomersEnv(home) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(CI$|npm_|ORRERY_|NODE_|HOME$|XDG_)/.test(name));
  return { ...Object.fromEntries(kept), HOME: home };
}

async function attempt(title, work, counts) {
  const startedMs = Date.now();
  const seconds = () => ((Date.now() - startedMs) / 1000).toFixed(1);
  try {
    const note = await work();
    counts.passed += 1;
    process.stdout.write(`  ✓ ${title} (${seconds()} s${note ? `; ${note}` : ''})\n`);
  } catch (error) {
    counts.failed += 1;
    process.stdout.write(`  ✗ ${title} (${seconds()} s): ${error.message}\n`);
  }
}
