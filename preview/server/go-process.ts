import { spawn, type ChildProcess } from 'node:child_process';

/** The last line-based step of HashiCorp's go-plugin handshake: where the child listens. */
export interface Handshake {
  /** Address as gRPC takes it: `unix:///run/plugin1234` or `127.0.0.1:5000`. */
  readonly address: string;
}

export interface GoProcess extends Handshake {
  readonly child: ChildProcess;
  /** Settles when the process has ended, with the reason in words. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;
const KILL_AFTER_MS = 2_000;
const PLUGIN_PROTOCOL = '2';

/**
 * Reads `core|protocol|network|address|grpc|…`, the line that a go-plugin server prints when it listens.
 * Throws where the line is another or speaks another protocol.
 */
export function parseHandshake(line: string): Handshake {
  const [core, protocol, network, address, transport] = line.trim().split('|');
  if (core !== '1' || protocol !== PLUGIN_PROTOCOL || transport !== 'grpc' || !network || !address) {
    throw new Error(`The Go plugin printed "${line.trim()}" where a go-plugin handshake was expected`);
  }
  return { address: network === 'unix' ? `unix://${address}` : address };
}

/** Starts a backend plugin as Grafana does, and waits for its handshake. */
export async function startGoProcess(binary: string, onLog: (line: string) => void): Promise<GoProcess> {
  const child = spawn(binary, [], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // The cookie and the protocol of grafana-plugin-sdk-go, backend/grpcplugin/serve.go.
    env: { ...process.env, grafana_plugin_type: 'datasource', PLUGIN_PROTOCOL_VERSIONS: PLUGIN_PROTOCOL },
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  const killNow = (): void => void child.kill('SIGKILL');
  process.once('exit', killNow);
  void ended.then(() => process.off('exit', killNow));
  readLines(child.stderr, onLog);
  try {
    const handshake = parseHandshake(await firstLine(child, ended));
    return { ...handshake, child, ended, stop: () => stopChild(child, ended) };
  } catch (error) {
    killNow();
    throw error;
  }
}

function firstLine(child: ChildProcess, ended: Promise<string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The Go plugin did not answer within ${HANDSHAKE_TIMEOUT_MS} ms`)),
      HANDSHAKE_TIMEOUT_MS,
    );
    readLines(child.stdout, (line) => {
      clearTimeout(timer);
      resolve(line);
    });
    void ended.then((reason) => {
      clearTimeout(timer);
      reject(new Error(`The Go plugin ended before it listened: ${reason}`));
    });
  });
}

function readLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    lines.filter((line) => line.trim() !== '').forEach(onLine);
  });
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  await ended;
  clearTimeout(timer);
}
