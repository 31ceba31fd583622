/** `npm run orrery`: the command line, built when needed. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildService, installService } from './lib/build.mjs';
import { requireNode, ROOT } from './lib/environment.mjs';

requireNode();
// Standard output belongs to the command: what is installed and built is told on standard error.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);
await installService();
await buildService();
process.stdout.write = write;
const PIPELINE = ['load', 'replay', 'record', 'export', 'import', 'sources', 'quarantine', 'pipeline'];
const args = process.argv.slice(2);
const file = PIPELINE.includes(args[0]) ? 'etl-worker/dist/cli.mjs' : 'backend/dist/cli.mjs';
const { status } = spawnSync(process.execPath, [join(ROOT, file), ...(args[0] === 'pipeline' ? ['--help'] : args)], {
  stdio: 'inherit',
  env: { ORRERY_DATA_DIR: join(ROOT, '.orrery'), ...process.env },
});
process.exit(status ?? 1);
