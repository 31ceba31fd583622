import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program of ours that serves. */
export interface RunningProgram {
  readonly url: string;
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;
const startNode = (file: string, args: readonly string[], env: Environment) =>
  spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });

/**
 * Starts a program that serves and resolves with the address it prints; rejects with what it said where it ends before.
 */
export function startProgram(file: string, args: readonly string[], env: Environment = {}): Promise<RunningProgram> {
  const child = startNode(file, args, env);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^Orrery service: (\S+)/.exec(line)?.[1];
      if (url === undefined) return;
      const stop = async (): Promise<void> => {
        child.kill('SIGTERM');
        await ended;
      };
      resolve({ url, stop });
    });
    void ended.then(() => reject(new Error(said)));
  });
}

/** Runs a program to its end. */
export function runProgram(
  file: string,
  args: readonly string[],
  env: Environment = {},
): Promise<{ readonly out: string; readonly err: string; readonly status: number | null }> {
  const child = startNode(file, args, env);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.once('close', (status) => resolve({ out, err, status })));
}
