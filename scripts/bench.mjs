/**
 * `npm run bench -- NAME`: one benchmark against its peer; a line per figure, `name value unit`. Servers it needs are
 * started for it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail, requireNode, ROOT } from './lib/environment.mjs';
import { installAll } from './lib/build.mjs';

const SERVERS = { ingest: ['postgres', 'redis', 'kafka', 'influx', 'mongo'] };

requireNode();
const names = readdirSync(join(ROOT, 'bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
const [name, ...args] = process.argv.slice(2);
const file = join(ROOT, 'bench', `${name}.ts`);
if (name === undefined || !existsSync(file))
  fail(`Which benchmark? npm run bench -- NAME, where NAME is one of ${names.join(', ')}.`);
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);
await installAll();
process.stdout.write = write;
const command = [process.execPath, join(ROOT, 'node_modules/tsx/dist/cli.mjs'), file, ...args];
const servers =
  name in SERVERS ? [process.execPath, join(ROOT, 'e2e/servers/main.mjs'), 'run', ...SERVERS[name], '--'] : [];
const [program, ...rest] = [...servers, ...command];
const { status } = spawnSync(program, rest, { stdio: 'inherit' });
process.exit(status ?? 1);
