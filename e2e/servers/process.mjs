/** Servers as detached processes with a log, and questions that tell whether they answer. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../scripts/lib/environment.mjs';

/**
 * Where servers and their data live; a test that kills servers names a folder of its own, so that it strikes nobody
 * else's.
 */
export const HOME = process.env.ORRERY_SERVERS_HOME ?? join(ROOT, '.cache', 'servers');
const POLL_MS = 50;
const TAIL_LINES = 15;

export const logOf = (name) => join(HOME, `${name}.log`);

/**
 * Starts a server that outlives this process; its output goes to .cache/servers/NAME.log. @returns {{pid: number,
 * birth: string | null}}
 */
export function startDetached(name, command, args, options = {}) {
  mkdirSync(HOME, { recursive: true });
  const log = openSync(logOf(name), 'a');
  const child = spawn(command, args, { stdio: ['ignore', log, log], detached: true, ...options });
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();
  if (child.pid === undefined) throw new Error(`${command} cannot be started; is it installed?`);
  return { pid: child.pid, birth: birthOf(child.pid) };
}

/**
 * When the process was born, as a text that another process of the same number does not share; null when it is gone or
 * a zombie.
 * @returns {string | null}
 */
export function birthOf(pid) {
  if (!existsSync('/proc/self/stat')) {
    const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return stdout.trim() === '' || stdout.trim().startsWith('Z') ? null : stdout.trim().replace(/^\S+\s+/, '');
  }
  try {
    // Fields of proc(5) after the name in brackets: state first, start time twentieth.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : fields[19];
  } catch {
    return null;
  }
}

/** Does that very process live, not one that got its number later? @param {{pid: number, birth: string | null}} one */
export const isAlive = ({ pid, birth }) => birth !== null && birthOf(pid) === birth;

/** Resolves when the process is gone; after `patienceMs` it is killed. */
export async function stopProcess(one, signal, patienceMs = 10_000) {
  const deadlineMs = Date.now() + patienceMs;
  for (let next = signal; isAlive(one); next = Date.now() > deadlineMs ? 'SIGKILL' : 0) {
    process.kill(one.pid, next);
    await sleep(POLL_MS);
  }
}

/**
 * Resolves when no process has the folder as its working directory (Linux; elsewhere at once); rejects after
 * `patienceMs`.
 */
export async function untilNobodyWorksIn(folder, patienceMs = 30_000) {
  const deadlineMs = Date.now() + patienceMs;
  const worksHere = (pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false;
    }
  };
  while (existsSync('/proc/self') && readdirSync('/proc').some(worksHere)) {
    if (Date.now() > deadlineMs)
      throw new Error(`A process that was not started here works in ${folder}: end it first.`);
    await sleep(POLL_MS);
  }
}

/**
 * Asks until the answer is true and from a server that lives; rejects with the end of the log when the process dies or
 * the time is up.
 */
export async function untilHealthy(name, one, isHealthy, timeoutMs = 60_000) {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    const healthy = await isHealthy().catch(() => false);
    const dead = !isAlive(one);
    if (healthy && !dead) return;
    if (dead || Date.now() > deadlineMs) {
      const tail = readFileSync(logOf(name), 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
      throw new Error(
        `${name} ${dead ? 'ended' : `did not answer within ${timeoutMs / 1000} s`}: ${logOf(name)}\n${tail}`,
      );
    }
    await sleep(POLL_MS);
  }
}

/** A port of 127.0.0.1 that nobody listens at. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Sends the bytes and resolves with the first bytes of the answer; with no bytes to send, as soon as it is connected.
 */
export function ask(port, bytes) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2000 });
    const end = (work, value) => {
      socket.destroy();
      work(value);
    };
    socket.on('connect', () => (bytes === undefined ? end(resolve, null) : socket.write(bytes)));
    socket.on('data', (data) => end(resolve, data));
    socket.on('timeout', () => end(reject, new Error('timeout')));
    socket.on('error', (error) => end(reject, error));
    socket.on('close', () => reject(new Error('closed')));
  });
}

/** Does a GET of the address answer 2xx? */
export const answers = async (url) => (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
