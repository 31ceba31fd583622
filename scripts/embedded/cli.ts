import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig, startHttp, type Config } from '../../backend/src/index.ts';
import { asOrreryError, OrreryError } from '@orrery/contract';
import { openEmbeddedEngines, openEmbeddedStores, resumeProvider, stopsInForce } from '@orrery/etl-worker';
import { openDistributedEngines, openDistributedStores, readEngineSettings } from '@orrery/pipeline/engines';
import { createLogger, createMetrics, stopAll } from '@orrery/telemetry';
import { databaseFile, readersOf } from './database.ts';

const HELP = `Orrery on the command line

  npm run orrery -- query REQUEST        answers a request of the query contract, printed as JSON; REQUEST is JSON, a file, or - for
                                         standard input, e.g. '{"from":"2026-01-01","to":"2026-01-02","queries":[{"refId":"A",
                                         "queryType":"ephemeris","bodies":["mars"],"quantities":["distance"]}]}'
  npm run orrery -- catalog              what can be asked
  npm run orrery -- celestrak status     are pulls of CelesTrak stopped, and why
  npm run orrery -- celestrak resume     allows pulls again after a person has looked into the refusal
  npm run orrery -- --help               this text

  Flags: --data-dir D the embedded database is in D (default .orrery); --replay DIR that of the replay instead; --distributed the engines of
  ORRERY_INFLUX_URL …. Where a service has the database open, query and catalog ask it at --host and --port (default 127.0.0.1:4310).
  Settings: ORRERY_* of the environment, see docs/configuration.md.
`;
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

async function celestrak({ args: [action], config, distributed }: Context): Promise<string> {
  if (action !== 'status' && action !== 'resume')
    throw new OrreryError('invalidRequest', 'celestrak: say status or resume.');
  const open = distributed
    ? await openDistributedStores(readEngineSettings(process.env))
    : await openEmbeddedStores(databaseFile(config));
  try {
    const { documents } = open.stores;
    if (action === 'resume') {
      return (await resumeProvider(documents, 'celestrak', Date.now()))
        ? 'Pulls are allowed again, one per group in two hours.'
        : 'Pulls were not stopped.';
    }
    const stop = (await stopsInForce(documents)).find(({ provider }) => provider === 'celestrak');
    return stop
      ? `Stopped since ${new Date(stop.atMs).toISOString()}: ${stop.url} was answered with ${stop.status}.`
      : 'Pulls are allowed.';
  } finally {
    await open.stop();
  }
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

/** Runs against a service of its own on a free port; where another process has the database open, against the service that is up. */
async function withService({ config, distributed }: Context, work: (url: string) => Promise<string>): Promise<string> {
  const logger = createLogger('orrery', 'error');
  const opening = distributed
    ? openDistributedEngines(readEngineSettings(process.env), logger)
    : openEmbeddedEngines(databaseFile(config), logger);
  const engines = await opening.catch((error: unknown) => {
    if (distributed || asOrreryError(error).code !== 'notReady') throw error;
    return asOrreryError(error);
  });
  if (engines instanceof OrreryError) return askRunning(config, engines, work);
  const own = { ...config, host: '127.0.0.1', port: 0, logLevel: 'error' as const };
  const readers = readersOf(engines, config, Date.now);
  const http = await startHttp({ config: own, readers, logger, metrics: createMetrics() });
  try {
    return await work(http.url);
  } finally {
    await stopAll([engines, http], logger, STOP_TIMEOUT_MS);
  }
}

async function askRunning(
  { host, port }: Config,
  locked: OrreryError,
  work: (url: string) => Promise<string>,
): Promise<string> {
  const url = `http://${host}:${port}`;
  const up = await fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (up) return work(url);
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
