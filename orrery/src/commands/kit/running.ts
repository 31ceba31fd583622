import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startHttp, type Config } from '@orrery/backend';
import { asOrreryError, OrreryError } from '@orrery/contract';
import { readEngineSettings, type Engines } from '@orrery/engines';
import { openEmbeddedEngines } from '@orrery/engines/embedded';
import { createLogger, createMetrics, stopAll } from '@orrery/telemetry';
import type { Command } from 'commander';
import { databaseFile, readersOf } from '../../service/database.ts';
import { say } from './output.ts';
import { configOf, storeOptions, type StoreFlags } from './stores.ts';

const STOP_TIMEOUT_MS = 5000;

/** Flags by which a command finds the stores, or the service that has them open. */
export interface ServiceFlags extends StoreFlags {
  readonly host?: string;
  readonly port?: string;
}

export const serviceOptions = (command: Command): Command =>
  storeOptions(command)
    .option('--host <address>', 'where the service listens that has the database open (default 127.0.0.1)')
    .option('--port <number>', 'its port (default 4310)');

const authorization = ({ apiKey }: Config): Record<string, string> =>
  apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };

/** Asks a route of a service; with a body it is posted. Rejects with what the service says is wrong. */
export async function askService(url: string, config: Config, body?: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', ...authorization(config) };
  const response = await fetch(url, body === undefined ? { headers } : { method: 'POST', body, headers });
  const text = await response.text();
  if (!response.ok) throw new OrreryError('invalidRequest', detailOf(text));
  return JSON.parse(text);
}

/** The sentence of problem details (RFC 9457) with the errors they list; any other text as it is. */
function detailOf(text: string): string {
  try {
    const { detail, errors = [] } = JSON.parse(text) as {
      readonly detail?: string;
      readonly errors?: readonly { readonly path?: string; readonly message?: string }[];
    };
    const lines = errors.map(({ path, message }) => `  ${path ?? ''}: ${message ?? ''}`);
    return detail === undefined ? text : [detail, ...lines].join('\n');
  } catch {
    return text;
  }
}

/**
 * Works against a service of its own on a free port; where another process has the database open, against the service
 * that is up. Without a database what is computed can still be asked for.
 */
export async function withService<T>(
  flags: ServiceFlags,
  work: (url: string, config: Config) => Promise<T>,
): Promise<T> {
  const config = configOf(flags);
  const file = databaseFile(config);
  if (flags.distributed || existsSync(file)) return onEngines(flags, config, file, work);
  say(`There is no database of Orrery in ${dirname(file)}: only what is computed can be answered.`);
  const folder = mkdtempSync(join(tmpdir(), 'orrery-empty-'));
  try {
    return await onEngines(flags, config, join(folder, 'orrery.db'), work);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onEngines<T>(
  { distributed }: ServiceFlags,
  config: Config,
  file: string,
  work: (url: string, config: Config) => Promise<T>,
): Promise<T> {
  const logger = createLogger('orrery', 'error');
  const engines = distributed ? await openServers(logger) : await unlessLocked(openEmbeddedEngines(file, logger));
  if (engines instanceof OrreryError) return work(await runningService(config, engines), config);
  const own = { ...config, host: '127.0.0.1', port: 0, logLevel: 'error' as const };
  const readers = readersOf(engines, config, Date.now);
  const http = await startHttp({ config: own, readers, logger, metrics: createMetrics() });
  try {
    return await work(http.url, config);
  } finally {
    await stopAll([engines, http], logger, STOP_TIMEOUT_MS);
  }
}

async function openServers(logger: ReturnType<typeof createLogger>): Promise<Engines> {
  const { openDistributedEngines } = await import('@orrery/engines/distributed');
  return openDistributedEngines(readEngineSettings(process.env), logger);
}

/** What was opened, or the error that says that another process has it open. */
export const unlessLocked = <T>(opening: Promise<T>): Promise<T | OrreryError> =>
  opening.catch((thrown: unknown) => {
    const error = asOrreryError(thrown);
    if (error.code !== 'notReady') throw thrown;
    return error;
  });

/** Address of the service that has the database open. Rejects with `notReady` where none answers. */
export async function runningService({ host, port }: Config, locked: OrreryError): Promise<string> {
  const url = `http://${host}:${port}`;
  const up = await fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (up) return url;
  const message = `${locked.message} No service answers at ${url}; name its address with --host and --port.`;
  throw new OrreryError('notReady', message);
}
