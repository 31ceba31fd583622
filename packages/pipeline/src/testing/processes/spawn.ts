import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = new URL('../../../../../', import.meta.url);

export interface ChildProcess {
  /** Resolves with the signal that ended it, or null. */
  readonly ended: Promise<NodeJS.Signals | null>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Runs a script of this folder in a process of its own; resolves when it says that it is ready, or ends before. */
export async function spawnProcess(
  script: 'kafka-sink.ts' | 'bull-worker.ts' | 'embedded-node.ts',
  args: readonly string[],
): Promise<ChildProcess> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  await Promise.race([once(child.stdout, 'data'), ended]);
  return {
    ended,
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}

/** A server of its own, so that killing it affects no other test. */
export interface OwnServer {
  readonly address: string;
  /** SIGKILL. The data stay. */
  kill(): Promise<void>;
  /** Starts it again at the same address, with its data. */
  revive(): Promise<void>;
  remove(): Promise<void>;
}

/** Starts a server by `npm run servers`, in `folder`. Rejects if it is not available. */
export async function startOwnServer(name: 'redis' | 'kafka', folder: string): Promise<OwnServer> {
  const variable = `ORRERY_TEST_${name.toUpperCase()}`;
  const { [variable]: _given, ...environment } = process.env;
  const servers = async (verb: string, ...names: string[]): Promise<string> => {
    const options = { cwd: ROOT, env: { ...environment, ORRERY_SERVERS_HOME: folder } };
    const { stdout } = await promisify(execFile)(process.execPath, ['e2e/servers/main.mjs', verb, ...names], options);
    return stdout;
  };
  await servers('up', name);
  const address = new RegExp(`${variable}='(.*)'`).exec(await servers('env'))?.[1];
  if (address === undefined) throw new Error(`${name} has no address`);
  return {
    address,
    kill: async () => void (await servers('kill', name)),
    revive: async () => void (await servers('up', name)),
    remove: async () => void (await servers('down', name)),
  };
}
