import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '@orrery/contract';
import { startGoProcess, type GoProcess } from './go-process.ts';
import { connectPlugin, type PluginClient } from './grpc.ts';
import { ensureProto, hasGo } from './proto.ts';

/** Which way queries go, and the sentence that the page shows. */
export interface BridgeStatus {
  readonly way: 'plugin' | 'direct';
  readonly reason: 'running' | 'starting' | 'compiling' | 'absent' | 'failed';
  readonly message: string;
}

export interface Bridge {
  readonly status: () => BridgeStatus;
  /** The client of the running Go plugin, or null: then the service is called directly. */
  readonly client: () => PluginClient | null;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface BridgeOptions {
  /** The data source's built folder, which holds plugin.json and the binary. */
  readonly pluginDir: string;
  readonly goModuleDir: string;
  readonly cacheDir: string;
  readonly onLog: (line: string) => void;
}

const POLL_MS = 1_000;
/** A plugin that dies more often than this within the window is left alone; a new binary gets a new chance. */
const MAX_DEATHS = 5;
const DEATHS_WINDOW_MS = 60_000;

const MESSAGES: Readonly<Record<BridgeStatus['reason'], string>> = {
  running: 'Queries go through the Go plugin',
  starting: 'Go plugin starting: calling the service directly meanwhile',
  compiling: 'Go plugin still compiling: calling the service directly meanwhile',
  absent: 'Go not found: calling the service directly',
  failed: 'The Go plugin does not start: calling the service directly',
};

/** Name of the binary for this machine, by the rule of Grafana: `<executable>_<os>_<arch>[.exe]`. */
export function binaryName(executable: string, platform = process.platform, arch = process.arch): string {
  const os = platform === 'win32' ? 'windows' : platform;
  const cpu = arch === 'x64' ? 'amd64' : arch;
  return `${executable}_${os}_${cpu}${os === 'windows' ? '.exe' : ''}`;
}

function findBinary(pluginDir: string): string | null {
  const meta = join(pluginDir, 'plugin.json');
  if (!existsSync(meta)) return null;
  const { executable } = JSON.parse(readFileSync(meta, 'utf8')) as { executable?: string };
  const binary = executable === undefined ? null : join(pluginDir, binaryName(executable));
  return binary !== null && existsSync(binary) ? binary : null;
}

/** Size and time of a file, to see when the compiler has finished writing and when it wrote anew. */
function stamp(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${size}@${mtimeMs}`;
}

/** Keeps the Go plugin running: waits for its binary, starts it, restarts it when it dies or was built anew. */
export function createBridge({ pluginDir, goModuleDir, cacheDir, onLog }: BridgeOptions): Bridge {
  const goIsThere = hasGo();
  let running: { process: GoProcess; client: PluginClient; stamp: string } | null = null;
  let seenStamp = '';
  let givenUpOn = '';
  let deaths: number[] = [];
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const reason = (): BridgeStatus['reason'] => {
    if (running) return 'running';
    if (givenUpOn !== '') return 'failed';
    if (seenStamp !== '') return 'starting';
    return goIsThere ? 'compiling' : 'absent';
  };

  const disconnect = async (): Promise<void> => {
    const old = running;
    running = null;
    old?.client.close();
    await old?.process.stop();
  };

  const died = (why: string, at: string): void => {
    onLog(`Go plugin: ${why}`);
    const now = Date.now();
    deaths = [...deaths.filter((time) => now - time < DEATHS_WINDOW_MS), now];
    if (deaths.length >= MAX_DEATHS) givenUpOn = at;
  };

  const launch = async (binary: string, at: string): Promise<void> => {
    try {
      const protoPath = await ensureProto(goModuleDir, cacheDir);
      const child = await startGoProcess(binary, onLog);
      const mine = { process: child, client: connectPlugin(protoPath, child.address), stamp: at };
      running = mine;
      void child.ended.then((why) => {
        if (running !== mine) return;
        running = null;
        mine.client.close();
        died(`ended with ${why}`, at);
      });
    } catch (error) {
      died(messageOf(error), at);
    }
  };

  const look = async (): Promise<void> => {
    const binary = findBinary(pluginDir);
    if (binary === null) return;
    const now = stamp(binary);
    const settled = now === seenStamp;
    seenStamp = now;
    if (running && running.stamp === now) return;
    if (!settled || givenUpOn === now) return;
    givenUpOn = '';
    await disconnect();
    await launch(binary, now);
  };

  const tick = async (): Promise<void> => {
    await look();
    if (!stopped) timer = setTimeout(() => void tick(), POLL_MS);
  };

  return {
    status: () => {
      const now = reason();
      return { way: now === 'running' ? 'plugin' : 'direct', reason: now, message: MESSAGES[now] };
    },
    client: () => running?.client ?? null,
    start: async () => {
      const binary = findBinary(pluginDir);
      // A binary that is there at the start was not just begun by a compiler.
      if (binary !== null && Date.now() - statSync(binary).mtimeMs > POLL_MS) seenStamp = stamp(binary);
      await tick();
    },
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      await disconnect();
    },
  };
}
