/** PostgreSQL 15 in a folder of its own; as root it runs as the user postgres, because it refuses to be root. */
import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../scripts/lib/run.mjs';
import { ask, untilNobodyWorksIn } from './process.mjs';
import { command } from './tools.mjs';

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const isRoot = process.getuid?.() === 0;

function asPostgres(program, args) {
  if (!isRoot) return [program, args];
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', program, ...args]];
}

export const postgres = {
  name: 'postgres',
  title: 'PostgreSQL 15',
  variables: ['ORRERY_TEST_POSTGRES'],
  stopSignal: 'SIGINT',
  async prepare(dataDir) {
    const initdb = await command('initdb', 'postgresql');
    const folder = dataFolder(dataDir);
    if (existsSync(join(folder, 'PG_VERSION'))) return afterKill(folder);
    mkdirSync(folder, { recursive: true });
    if (isRoot) spawnSync('chown', ['postgres:postgres', folder]);
    await run(
      'initdb',
      ...asPostgres(initdb, ['-D', folder, '-U', 'orrery', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync']),
    );
  },
  async commandLine({ port, dataDir }) {
    const folder = dataFolder(dataDir);
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_wal_size=1GB',
      'max_connections=60',
    ];
    return asPostgres(await command('postgres', 'postgresql'), [
      '-D',
      folder,
      '-p',
      String(port),
      ...settings.flatMap((one) => ['-c', one]),
    ]);
  },
  /**
   * The one byte S or N comes from a listener; a start in recovery says so in the log and refuses only for a moment.
   */
  isHealthy: async ({ port }) => {
    const startup = startupMessage();
    return (await ask(port, SSL_REQUEST)).length === 1 && (await ask(port, startup))[0] === 'R'.charCodeAt(0);
  },
  env: ({ port }) => ({ ORRERY_TEST_POSTGRES: `postgresql://orrery@127.0.0.1:${port}/postgres` }),
  folders: (dataDir) => [dataFolder(dataDir)],
};

/**
 * After a SIGKILL its lock file names a process that may stay a zombie for ever where nobody reaps orphans
 * (containers), and PostgreSQL takes a zombie for a running server. Its back ends end by themselves; the file may go
 * when none is left.
 */
async function afterKill(folder) {
  await untilNobodyWorksIn(folder);
  rmSync(join(folder, 'postmaster.pid'), { force: true });
}

/** The user postgres must be able to enter every folder above its data. */
function dataFolder(dataDir) {
  if (!isRoot) return dataDir;
  const [test, args] = asPostgres('test', ['-x', join(dataDir, '..', '..', '..')]);
  return spawnSync(test, args).status === 0
    ? dataDir
    : join(tmpdir(), `orrery-postgres-${dataDir.replaceAll(/\W+/g, '-')}`);
}

/**
 * StartupMessage of protocol 3.0; the answer begins with R (authentication) when the server takes sessions, with E
 * while it recovers.
 */
function startupMessage() {
  const body = Buffer.from('\0\x03\0\0user\0orrery\0database\0postgres\0\0', 'latin1');
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}
