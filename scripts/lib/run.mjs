/** Running commands with visible progress. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './environment.mjs';

const LOGS = join(ROOT, '.cache', 'logs');
const TICK_MS = 15_000;
const TAIL_LINES = 40;

const seconds = (sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

/**
 * A long step: says that it begins, every 15 s that it goes on, and how long it took. On failure the error is passed
 * on.
 * @template T @param {string} title @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function step(title, work) {
  const startedMs = Date.now();
  process.stdout.write(`• ${title} …\n`);
  const timer = setInterval(() => process.stdout.write(`  … ${title}: ${seconds(startedMs)}\n`), TICK_MS);
  try {
    const result = await work();
    process.stdout.write(`✓ ${title} (${seconds(startedMs)})\n`);
    return result;
  } catch (error) {
    process.stdout.write(`✗ ${title} (${seconds(startedMs)})\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/**
 * Runs a command to its end; its output goes to .cache/logs/NAME.log. Rejects with the end of the output where it
 * fails.
 * @returns {Promise<string>} its standard output
 */
export function run(name, command, args, options = {}) {
  mkdirSync(LOGS, { recursive: true });
  const file = join(LOGS, `${name}.log`);
  const log = createWriteStream(file);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let stdout = '';
    let all = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      all += chunk;
      log.write(chunk);
    });
    child.stderr.on('data', (chunk) => {
      all += chunk;
      log.write(chunk);
    });
    child.on('error', (error) => reject(new Error(`${command}: ${error.message}`)));
    child.on('close', (code) => {
      log.end();
      if (code === 0) resolve(stdout);
      else
        reject(
          Object.assign(new Error(`${name} failed (exit ${code}); the whole output is in ${file}\n${tail(all)}`), {
            stdout,
          }),
        );
    });
  });
}

const tail = (text) => text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');

/** npm's own command line, run by this very Node. */
export const npm = (name, args) => run(name, process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
