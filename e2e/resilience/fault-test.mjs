/**
 * `npm run fault-test -- --responses 1000 [--distributed]`: pulls every recorded source from a provider that does all
 * that providers and networks do wrong, and compares what arrives with a run without faults. Exit code 0 only where
 * both are the same and the quarantine holds what was injected.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createFleet } from './fleet.mjs';
import { bundle } from '../../scripts/lib/bundle.mjs';
import { installAll } from '../../scripts/lib/build.mjs';
import { fail, findShared, requireNode, ROOT } from '../../scripts/lib/environment.mjs';

requireNode();
const shared = findShared() ?? fail('The fault test replays recordings: ../shared or ORRERY_SHARED must be there.');
await installAll();
await bundle({ faults: 'e2e/resilience/faults.ts' }, '.cache/crash');
const args = [
  '--enable-source-maps',
  join(ROOT, '.cache/crash/faults.mjs'),
  '--data',
  join(shared, 'data'),
  ...process.argv.slice(2),
];
const fleet = process.argv.includes('--distributed') ? createFleet() : null;
process.exitCode = await main().finally(() => fleet?.stop());

async function main() {
  await fleet?.start();
  // A run with faults and one without, which must not meet.
  const places = fleet === null ? [] : [await fleet.places('faults'), await fleet.places('calm')];
  const env = { ...process.env, ORRERY_FAULT_TEST_PLACES: JSON.stringify(places) };
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  const [status] = await once(child, 'exit');
  return status ?? 1;
}
