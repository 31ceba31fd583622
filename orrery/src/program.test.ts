import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { STATE } from '@orrery/contract';
import { openEmbeddedStores } from '@orrery/engines/embedded';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundle, THREADS } from '../../scripts/lib/bundle.mjs';
import { ROOT } from '../../scripts/lib/environment.mjs';
import { copyRecordings, haveRecordings } from './testing/recordings.ts';
import { runProgram, startProgram } from './testing/program.ts';

/** Built as it is shipped; below the repository, for the database with its binaries stays in node_modules. */
const OUT = join('.cache', `program-test-${process.pid}`);
/** Starts a program with a channel to it and prints its number once it serves. */
const PARENT = `
const child = require('node:child_process').spawn(process.execPath, process.argv.slice(1), {
  stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
});
child.stdout.once('data', () => console.log(child.pid));`;
/** A cold start of a program on a busy machine, and the runs of two sources. */
const PATIENCE_MS = 40_000;
const PROGRAM = join(ROOT, OUT, 'main.mjs');
const MARS = { refId: 'A', queryType: 'ephemeris', bodies: ['mars'], quantities: ['distance'] };
const REQUEST = { from: '2026-01-01', to: '2026-01-02', maxDataPoints: 2, queries: [MARS] };

interface Answer {
  readonly results: Readonly<
    Record<
      string,
      { readonly frames?: readonly { readonly data: { readonly values: readonly (readonly unknown[])[] } }[] }
    >
  >;
}

beforeAll(() => bundle({ main: 'orrery/src/main.ts', ...THREADS }, OUT, { splitting: true }));
afterAll(() => rmSync(join(ROOT, OUT), { recursive: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-program-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.skipIf(!haveRecordings('service and worker in one process'))('service and worker in one process', () => {
  it('bring recordings through the extractors to the queries: elements, and the storm of May 2024', async () => {
    const recordings = join(folder, 'recordings');
    copyRecordings(recordings);
    const args = ['service', '--replay', recordings, '--port', '0', '--data-dir', folder, '--log-level', 'silent'];
    const program = await startProgram(PROGRAM, args);
    try {
      await vi.waitFor(
        async () => {
          const response = await fetch(`${program.url}/api/v1/query`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({
              from: '2024-05-10T00:00:00Z',
              to: '2024-05-12T00:00:00Z',
              queries: [
                { refId: 'kp', queryType: 'observations', series: ['kp'] },
                { refId: 'iss', queryType: 'satelliteElements', satellites: [25544] },
              ],
            }),
          });
          const { results } = (await response.json()) as Answer;
          const column = (refId: string) => results[refId]?.frames?.[0]?.data.values[1] ?? [];
          expect(Math.max(...column('kp').map(Number))).toBe(9);
          expect(column('iss')).toEqual(['ISS (ZARYA)']);
        },
        { timeout: PATIENCE_MS, interval: 250 },
      );
    } finally {
      await program.stop();
    }
    expect(readdirSync(join(folder, 'replay'))).toContain('orrery.db');
  });

  it('a second start of a replay on the same folder is refused and takes nothing from the first', async () => {
    const recordings = join(folder, 'recordings');
    copyRecordings(recordings);
    const args = ['service', '--replay', recordings, '--port', '0', '--data-dir', folder, '--log-level', 'silent'];
    const first = await startProgram(PROGRAM, args);
    try {
      const inode = (): number => statSync(join(folder, 'replay', 'orrery.db')).ino;
      const before = inode();
      await expect(startProgram(PROGRAM, args)).rejects.toThrow(/orrery\.db .*another process|One process at a time/);
      expect(inode()).toBe(before);
      expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    } finally {
      await first.stop();
    }
    await (await startProgram(PROGRAM, args)).stop();
  });
});

describe('the service', () => {
  it('ends when the program that started it is killed', async () => {
    const program = [PROGRAM, 'service', '--port', '0', '--data-dir', folder, '--log-level', 'silent'];
    const parent = spawn(process.execPath, ['-e', PARENT, ...program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ORRERY_FETCH_SOURCES: 'false' },
    });
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const pid = Number(line);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(/ESRCH/), {
      timeout: PATIENCE_MS,
      interval: 100,
    });
  });

  it('names the port that is taken, and ends', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const port = String((blocker.address() as AddressInfo).port);
    const args = ['service', '--port', port, '--data-dir', folder, '--log-level', 'silent'];
    const { status, err } = await runProgram(PROGRAM, args, { ORRERY_FETCH_SOURCES: 'false' });
    blocker.close();
    expect([status, err]).toEqual([1, expect.stringMatching(/EADDRINUSE.*choose another with --port/)]);
  });
});

describe('a service that others can reach', () => {
  const env = { ORRERY_FETCH_SOURCES: 'false' };
  const args = () => ['service', '--host', '0.0.0.0', '--port', '0', '--data-dir', folder, '--log-level', 'silent'];

  it('does not start without a key', async () => {
    const { status, err } = await runProgram(PROGRAM, args(), env);
    expect([status, err]).toEqual([2, expect.stringMatching(/orrery keys create.*--insecure/)]);
  });

  it('starts with one, and where --insecure is said', async () => {
    await (await startProgram(PROGRAM, args(), { ...env, ORRERY_API_KEY: 'secret' })).stop();
    await (await startProgram(PROGRAM, [...args(), '--insecure'], env)).stop();
  });

  it('asks for keys that are made, listed and revoked, also while it runs', async () => {
    const keys = (...words: string[]) => runProgram(PROGRAM, ['keys', ...words, '--data-dir', folder]);
    const key = (await keys('create', '--name', 'operator', '--scope', 'admin')).out.trim();
    const program = await startProgram(PROGRAM, args(), env);
    const { port } = new URL(program.url);
    const clock = async (sent: string) =>
      (await fetch(`http://127.0.0.1:${port}/api/v1/clock`, { headers: { authorization: `Bearer ${sent}` } })).status;
    const running = (...words: string[]) =>
      runProgram(PROGRAM, ['keys', ...words, '--data-dir', folder, '--port', port], { ORRERY_API_KEY: key });
    try {
      expect(await clock('orrery_other')).toBe(401);
      expect(await clock(key)).toBe(200);
      const guest = await running('create', '--name', 'guest', '--scope', 'read', '--expires', '2999-01-01');
      expect(await clock(guest.out.trim())).toBe(200);
      expect((await running('list')).out).toMatch(/guest +read .* 2999-01-01 00:00\noperator +admin .* -\n$/);
      expect((await running('revoke', '--name', 'guest')).status).toBe(0);
      expect(await clock(guest.out.trim())).toBe(401);
      expect((await running('revoke', '--name', 'guest')).status).toBe(1);
    } finally {
      await program.stop();
    }
  });
});

async function stopCelestrak(): Promise<void> {
  const stop = {
    provider: 'celestrak',
    url: 'https://celestrak.org/a',
    status: 403,
    atMs: 0,
    alert: true,
    resumedAtMs: null,
  };
  const open = await openEmbeddedStores(join(folder, 'orrery.db'));
  await open.stores.state.put(STATE.stops.key('celestrak'), stop, 0);
  await open.stop();
}

describe('the command line', () => {
  it('answers a query and the catalog from the database', async () => {
    const { out } = await runProgram(PROGRAM, ['query', JSON.stringify(REQUEST), '--data-dir', folder]);
    expect((JSON.parse(out) as Answer).results['A']?.frames?.[0]?.data.values[1]?.every(Number.isFinite)).toBe(true);
    const catalog = await runProgram(PROGRAM, ['catalog', '--data-dir', folder]);
    expect(JSON.parse(catalog.out)).toMatchObject({ bodies: expect.arrayContaining([{ id: 'mars', title: 'Mars' }]) });
  });

  it('asks the service where that has the database open, and says so where none answers', async () => {
    const env = { ORRERY_FETCH_SOURCES: 'false' };
    const program = await startProgram(
      PROGRAM,
      ['service', '--port', '0', '--data-dir', folder, '--log-level', 'silent'],
      env,
    );
    const query = (port: string) =>
      runProgram(PROGRAM, ['query', JSON.stringify(REQUEST), '--data-dir', folder, '--port', port]);
    try {
      expect(JSON.parse((await query(new URL(program.url).port)).out)).toHaveProperty('results.A.frames');
      expect(await query('9')).toMatchObject({
        status: 1,
        err: expect.stringMatching(/is open in another process.*--host and --port/),
      });
    } finally {
      await program.stop();
    }
  });

  it("tells of CelesTrak's stop and lifts it, once", async () => {
    await stopCelestrak();
    const celestrak = async (action: string) =>
      (await runProgram(PROGRAM, ['celestrak', action, '--data-dir', folder])).out;
    expect(await celestrak('status')).toMatch(/^Stopped since 1970.*celestrak\.org\/a was answered with 403/);
    expect(await celestrak('resume')).toMatch(/^Pulls are allowed again/);
    expect(await celestrak('resume')).toMatch(/^Pulls were not stopped/);
    expect(await celestrak('status')).toMatch(/^Pulls are allowed/);
  });

  it("tells of CelesTrak's stop and lifts it while the service has the database open, with its key", async () => {
    await stopCelestrak();
    const env = { ORRERY_FETCH_SOURCES: 'false', ORRERY_API_KEY: 'secret' };
    const program = await startProgram(
      PROGRAM,
      ['service', '--port', '0', '--data-dir', folder, '--log-level', 'silent'],
      env,
    );
    const celestrak = (action: string, key: string) =>
      runProgram(PROGRAM, ['celestrak', action, '--data-dir', folder, '--port', new URL(program.url).port], {
        ORRERY_API_KEY: key,
      });
    try {
      expect(await celestrak('resume', 'wrong')).toMatchObject({ status: 1, err: expect.stringContaining('API key') });
      expect((await celestrak('status', 'secret')).out).toMatch(/^Stopped since 1970/);
      expect((await celestrak('resume', 'secret')).out).toMatch(/^Pulls are allowed again/);
      expect((await celestrak('resume', 'secret')).out).toMatch(/^Pulls were not stopped/);
      expect((await celestrak('status', 'secret')).out).toMatch(/^Pulls are allowed/);
    } finally {
      await program.stop();
    }
  });

  it('has a help for all commands and one for each', async () => {
    const { out } = await runProgram(PROGRAM, ['--help']);
    for (const command of ['service', 'query', 'celestrak', 'load', 'export', 'quarantine'])
      expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect((await runProgram(PROGRAM, ['celestrak', 'resume', '--help'])).out).toMatch('orrery celestrak resume');
  });

  it.each([
    [['dance'], /^Unknown command 'dance'\. See orrery --help\.\n$/],
    [['querry'], /^Unknown command 'querry' \(Did you mean query\?\) See orrery --help\.\n$/],
    [['query'], /^Missing required argument 'request'\. See orrery query --help\.\n$/],
    [['query', '{}', '--colour'], /^Unknown option '--colour'\. See orrery query --help\.\n$/],
    [['query', 'garbage'], /^query "garbage": neither JSON nor a file that exists\./],
    [['query', '{"from":'], /^query: the request is not JSON/],
    [['query', '{}', '--from', 'now-1x'], /^"now-1x": a time relative to now is now-1h/],
    [['query', '{}', '--format', 'xml'], /Allowed choices are json, table, csv/],
    [['service', '--speed', '3'], /^--speed belong to a replay/],
  ])('says what is wrong with %j, with the exit code of a misuse', async (args, message) => {
    expect(await runProgram(PROGRAM, args)).toMatchObject({ status: 2, out: '', err: expect.stringMatching(message) });
  });

  it('fails where a query failed, and prints what was answered all the same', async () => {
    const failing = { ...REQUEST, queries: [MARS, { refId: 'B', queryType: 'ephemeris', bodies: ['vulcan'] }] };
    const { status, out, err } = await runProgram(PROGRAM, ['query', JSON.stringify(failing), '--data-dir', folder]);
    expect(status).toBe(1);
    expect(JSON.parse(out)).toHaveProperty('results.A.frames');
    expect(err).toMatch(/^B: bodies\.0: /m);
  });

  it.each([[['export', 'all.tar']], [['sources']], [['quarantine']], [['retransform']], [['celestrak', 'status']]])(
    '%j makes no database where there is none',
    async (args) => {
      const nowhere = join(folder, 'mistyped');
      const { status, err } = await runProgram(PROGRAM, [...args, '--data-dir', nowhere]);
      expect([status, err]).toEqual([1, expect.stringContaining(`There is no database of Orrery in ${nowhere}`)]);
      expect(existsSync(nowhere)).toBe(false);
    },
  );

  it('asks for what is computed without a database, says so, and makes none', async () => {
    const nowhere = join(folder, 'mistyped');
    const args = ['query', JSON.stringify(REQUEST), '--data-dir', nowhere, '--format', 'csv'];
    const { status, out, err } = await runProgram(PROGRAM, args);
    expect([status, err]).toEqual([0, expect.stringContaining(`There is no database of Orrery in ${nowhere}`)]);
    expect(out.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^time,/),
      expect.stringMatching(/^2026-01-01T/),
    ]);
    expect(existsSync(nowhere)).toBe(false);
  });
});
