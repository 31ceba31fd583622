import { asOrreryError, OrreryError } from '@orrery/contract';
import { stopAll } from '@orrery/telemetry';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, type Config } from '../config.ts';
import { startService } from '../server.ts';
import { createPullLedger } from '../sources/celestrak/policy.ts';

const HELP = `Orrery on the command line

  npm run orrery -- query REQUEST     answers a request of the query contract, printed as JSON; REQUEST is JSON, a file, or - for
                                      standard input, e.g. '{"from":"2026-01-01","to":"2026-01-02","queries":[{"refId":"A",
                                      "queryType":"ephemeris","bodies":["mars"],"quantities":["distance"]}]}'
  npm run orrery -- catalog           what can be asked
  npm run orrery -- celestrak status  are pulls of CelesTrak stopped, and why
  npm run orrery -- celestrak resume  allows pulls again after a person has looked into the refusal
  npm run orrery -- --help            this text

  Flags: --data-dir D and --replay DIR as for npm start. Settings: ORRERY_* of the environment, see docs/configuration.md.
`;

type Command = (config: Config, args: readonly string[]) => Promise<string>;

const COMMANDS: Readonly<Record<string, Command>> = {
  query: async (config, [request]) => {
    if (request === undefined) throw new OrreryError('invalidRequest', 'query: a request is missing; see --help.');
    return withService(config, (url) => answerOf(fetch(`${url}/api/v1/query`, post(readRequest(request), config))));
  },
  catalog: (config) =>
    withService(config, (url) => answerOf(fetch(`${url}/api/v1/catalog`, { headers: authorization(config) }))),
  celestrak: (config, [action]) => Promise.resolve(celestrak(config, action)),
};

function celestrak(config: Config, action: string | undefined): string {
  const folder = join(config.dataDir, 'celestrak');
  const stopped = createPullLedger(folder).stopped();
  if (action === 'status') {
    return stopped
      ? `Stopped since ${new Date(stopped.atMs).toISOString()}: ${stopped.group} was answered with ${stopped.status}.`
      : 'Pulls are allowed.';
  }
  if (action !== 'resume') throw new OrreryError('invalidRequest', 'celestrak: say status or resume.');
  rmSync(join(folder, 'stopped.json'), { force: true });
  return stopped ? 'Pulls are allowed again, one per group in two hours.' : 'Pulls were not stopped.';
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

async function answerOf(answer: Promise<Response>): Promise<string> {
  const response = await answer;
  const text = await response.text();
  if (!response.ok) throw new OrreryError('invalidRequest', text);
  return text;
}

/** Runs against a service of its own on a free port, so that no other needs to be up. */
async function withService(config: Config, work: (url: string) => Promise<string>): Promise<string> {
  const service = await startService({ ...config, port: 0, logLevel: 'error' });
  try {
    return await work(service.url);
  } finally {
    await stopAll(service.parts, service.logger, 5000);
  }
}

async function main(argv: readonly string[]): Promise<void> {
  const words = argv.filter((word, i) => !word.startsWith('--') && !argv[i - 1]?.startsWith('--'));
  const flags = argv.filter((word) => !words.includes(word));
  const [name, ...args] = words;
  if (name === undefined || argv.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  const command = COMMANDS[name];
  if (!command)
    throw new OrreryError(
      'invalidRequest',
      `Unknown command "${name}"; there are ${Object.keys(COMMANDS).join(', ')}.`,
    );
  process.stdout.write(`${await command(readConfig(flags, process.env), args)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${asOrreryError(error).message}\n`);
  process.exitCode = 1;
});
