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
const TOGETHER = ['query', 'catalog', 'celestrak'];
const PIPELINE = ['load', 'replay', 'record', 'export', 'import', 'sources', 'quarantine', 'forecast'];
const args = process.argv.slice(2);
const name = args.find((word) => TOGETHER.includes(word) || PIPELINE.includes(word));
process.exit(runProgram(PIPELINE.includes(name) ? 'etl-worker/dist/cli.mjs' : 'backend/dist/cli.mjs', args));

function runProgram(file, words) {
  const env = { ORRERY_DATA_DIR: join(ROOT, '.orrery'), ...process.env };
  return spawnSync(process.execPath, [join(ROOT, file), ...words], { stdio: 'inherit', env }).status ?? 1;
}
