/** `npm start` as a newcomer runs it: a child in a process group of its own, its lines, and the address it prints. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Starts `npm start -- ARGS` in a checkout.
 * @param {{folder: string, env: NodeJS.ProcessEnv, args: readonly string[]}} options
 */
export function npmStart({ folder, env, args }) {
  const child = spawn('npm', ['start', '--', ...args], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = [];
  const watchers = new Set();
  const take = (line) => {
    lines.push(line);
    for (const watch of watchers) watch(line);
  };
  createInterface({ input: child.stdout }).on('line', take);
  createInterface({ input: child.stderr }).on('line', take);
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
  return {
    pid: child.pid,
    lines,
    ended,
    /**
     * Resolves with the match of the first line that fits, seen or to come; rejects where the program ends before it.
     */
    line: (pattern, timeoutMs) =>
      new Promise((resolve, reject) => {
        const settle = (act) => {
          watchers.delete(look);
          clearTimeout(timer);
          act();
        };
        const look = (line) => {
          const match = pattern.exec(line);
          if (match) settle(() => resolve(match));
        };
        const timer = setTimeout(
          () => settle(() => reject(new Error(`${pattern} was not printed within ${timeoutMs / 1000} s`))),
          timeoutMs,
        );
        ended.then(({ code }) =>
          settle(() => reject(new Error(`npm start ended (exit ${code}):\n${lines.slice(-20).join('\n')}`))),
        );
        watchers.add(look);
        lines.forEach(look);
      }),
    /** Ctrl-C in a terminal reaches the whole group; resolves when npm has ended. */
    interrupt: async () => {
      signalGroup(child.pid, 'SIGINT');
      return ended;
    },
    /** Whatever is left of the group ends for good. */
    destroy: () => signalGroup(child.pid, 'SIGKILL'),
  };
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
