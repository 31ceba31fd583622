/**
 * `npm run fault-test -- --responses 1000`: pulls every recorded source from a provider that does all that providers and networks do wrong,
 * and compares what arrives with a run without faults. Exit code 0 only where both are the same and the quarantine holds what was injected.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bundle } from './lib/bundle.mjs';
import { installAll } from './lib/build.mjs';
import { fail, findShared, requireNode, ROOT } from './lib/environment.mjs';

requireNode();
const shared = findShared() ?? fail('The fault test replays recordings: ../shared or ORRERY_SHARED must be there.');
await installAll();
await bundle({ faults: 'scripts/crash/faults.ts' }, '.cache/crash');
const args = [
  '--enable-source-maps',
  join(ROOT, '.cache/crash/faults.mjs'),
  '--data',
  join(shared, 'data'),
  ...process.argv.slice(2),
];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
process.exit(status ?? 1);
