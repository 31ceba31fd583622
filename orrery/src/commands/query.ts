import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig, startHttp, type Config, type Operator, type ProviderStop } from '../../backend/src/index.ts';
import { asOrreryError, OrreryError } from '@orrery/contract';
import { HELP, openEmbeddedEngines, openEmbeddedStores } from '@orrery/etl-worker';
import { openDistributedEngines, openDistributedStores, readEngineSettings } from '@orrery/pipeline/engines';
import { createLogger, createMetrics, stopAll } from '@orrery/telemetry';
import { databaseFile, operatorOf, readersOf } from './database.ts';

const STOP_TIMEOUT_MS = 5000;
const FLAGS = {
  'data-dir': { type: 'string' },
  replay: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  distributed: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

interface Context {
  readonly args: readonly string[];
  readonly config: Config;
  readonly distributed: boolean;
}

const COMMANDS: Readonly<Record<string, (context: Context) => Promise<string>>> = {
  query: async (context) => {
    const [request] = context.args;
    if (request === undefined) throw new OrreryError('invalidRequest', 'query: a request is missing; see --help.');
    const body = readRequest(request);
    return withService(context, (url) => answerOf(`${url}/api/v1/query`, post(body, context.config)));
  },
  catalog: (context) =>
    withService(context, (url) => answerOf(`${url}/api/v1/catalog`, { headers: authorization(context.config) })),
  celestrak,
};

async function celestrak(context: Context): Promise<string> {
  const [action] = context.args;
  if (action !== 'status' && action !== 'resume')
    throw new OrreryError('invalidRequest', 'celestrak: say status or resume.');
  return withOperator(context, async (operator) => {
    if (action === 'resume') {
      return (await operator.resume('celestrak'))
        ? 'Pulls are allowed again, one per group in two hours.'
        : 'Pulls were not stopped.';
    }
    const stop = (await operator.stops()).find(({ provider }) => provider === 'celestrak');
    return stop
      ? `Stopped since ${new Date(stop.atMs).toISOString()}: ${stop.url} was answered with ${stop.status}.`
      : 'Pulls are allowed.';
  });
}

function readRequest(argument: string): string {
  if (argument === '-') return readFileSync(0, 'utf8');
  return argument.trimStart().startsWith('{') ? argument : readFileSync(argument, 'utf8');
}

const authorization = (config: Config): Record<string, string> =>
  config.apiKey === undefined ? {} : { authorization: `Bearer ${config.apiKey}` };

const post = (body: string, config: Config): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/json', ...authorization(config) },
});

async function answerOf(url: string, init: RequestInit): Promise<string> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new OrreryError('invalidRequest', text);
  return text;
}

/**
 * Runs against a service of its own on a free port; where another process has the database open, against the service
 * that is up.
 */
async function withService({ config, distributed }: Context, work: (url: string) => Promise<string>): Promise<string> {
  const logger = createLogger('orrery', 'error');
  const engines = distributed
    ? await openDistributedEngines(readEngineSettings(process.env), logger)
    : await unlessLocked(openEmbeddedEngines(databaseFile(config), logger));
  if (engines instanceof OrreryError) return work(await runningService(config, engines));
  const own = { ...config, host: '127.0.0.1', port: 0, logLevel: 'error' as const };
  const readers = readersOf(engines, config, Date.now);
  const http = await startHttp({ config: own, readers, logger, metrics: createMetrics() });
  try {
    return await work(http.url);
  } finally {
    await stopAll([engines, http], logger, STOP_TIMEOUT_MS);
  }
}

/** Runs on the stores; where another process has the database open, through the service that is up. */
async function withOperator(
  { config, distributed }: Context,
  work: (operator: Operator) => Promise<string>,
): Promise<string> {
  const open = distributed
    ? await openDistributedStores(readEngineSettings(process.env))
    : await unlessLocked(openEmbeddedStores(databaseFile(config)));
  if (open instanceof OrreryError) return work(operatorAt(await runningService(config, open), config));
  try {
    return await work(operatorOf(open.stores));
  } finally {
    await open.stop();
  }
}

/** The operator of a service, by its admin routes. */
function operatorAt(url: string, config: Config): Operator {
  const stops = `${url}/api/v1/admin/stops`;
  return {
    stops: async () => {
      const answer = await answerOf(stops, { headers: authorization(config) });
      return (JSON.parse(answer) as { readonly stops: readonly ProviderStop[] }).stops;
    },
    resume: async (provider) => {
      const answer = await answerOf(`${stops}/${provider}/resume`, post('{}', config));
      return (JSON.parse(answer) as { readonly resumed: boolean }).resumed;
    },
  };
}

/** What was opened, or the error that says that another process has it open. */
const unlessLocked = <T>(opening: Promise<T>): Promise<T | OrreryError> =>
  opening.catch((thrown: unknown) => {
    const error = asOrreryError(thrown);
    if (error.code !== 'notReady') throw thrown;
    return error;
  });

/** Address of the service that has the database open. Rejects with `notReady` where none answers. */
async function runningService({ host, port }: Config, locked: OrreryError): Promise<string> {
  const url = `http://${host}:${port}`;
  const up = await fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (up) return url;
  const message = `${locked.message} No service answers at ${url}; name its address with --host and --port.`;
  throw new OrreryError('notReady', message);
}

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...argv], options: FLAGS, allowPositionals: true, strict: true });
  const [name, ...args] = positionals;
  if (name === undefined || values.help) return void process.stdout.write(HELP);
  const command = COMMANDS[name];
  if (!command)
    throw new OrreryError(
      'invalidRequest',
      `Unknown command "${name}"; see npm run orrery -- --help for what there is.`,
    );
  const { distributed, help: _, ...settings } = values;
  const flags = Object.entries(settings).flatMap(([flag, value]) => [`--${flag}`, value]);
  process.stdout.write(`${await command({ args, config: readConfig(flags, process.env), distributed })}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${asOrreryError(error).message}\n`);
  process.exitCode = 1;
});
