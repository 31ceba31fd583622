import { existsSync, readFileSync } from 'node:fs';
import { OrreryError, type QueryResponse, messageOf } from '@orrery/contract';
import { Option, type Command } from 'commander';
import { FORMATS, frameTexts, type Format } from './kit/frames.ts';
import { UsageError } from '../flags.ts';
import { print } from './kit/output.ts';
import { askService, serviceOptions, withService, type ServiceFlags } from './kit/running.ts';
import { absoluteTime } from './kit/time.ts';

const EXAMPLE =
  '{"from":"now-1d","to":"now","queries":[{"refId":"A","queryType":"ephemeris","bodies":["mars"],"quantities":["distance"]}]}';

interface QueryFlags extends ServiceFlags {
  readonly from?: string;
  readonly to?: string;
  readonly format: Format;
}

export function queryCommand(program: Command): void {
  serviceOptions(program.command('query'))
    .summary('answer a request of the query contract')
    .description('Answers a request of the query contract (docs/query-contract.md). Exit code 1 where a query failed.')
    .argument('<request>', 'JSON, a file with it, or - for standard input')
    .option('--from <time>', "instead of the request's: ISO 8601, or relative as in Grafana (now-1h, now-7d/d)")
    .option('--to <time>', 'the same for the end')
    .addOption(new Option('--format <format>', 'what is printed').choices(FORMATS).default('json'))
    .addHelpText('after', `\nExample:\n  orrery query '${EXAMPLE}' --format table`)
    .action(async (argument: string, flags: QueryFlags) => {
      const body = JSON.stringify(requestOf(argument, flags, Date.now()));
      const answer = await withService(flags, (url, config) => askService(`${url}/api/v1/query`, config, body));
      show(answer as QueryResponse, flags.format);
    });
}

/** The request with absolute times. Throws UsageError that says what the argument is instead of a request. */
export function requestOf(
  argument: string,
  { from, to }: Pick<QueryFlags, 'from' | 'to'>,
  nowMs: number,
): Readonly<Record<string, unknown>> {
  const request = { ...parsed(argument), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const times = (['from', 'to'] as const).flatMap((name) => {
    const value = request[name];
    return typeof value === 'string' ? [[name, absoluteTime(value, nowMs, name === 'to')] as const] : [];
  });
  return { ...request, ...Object.fromEntries(times) };
}

function parsed(argument: string): Record<string, unknown> {
  const isText = argument.trimStart().startsWith('{');
  if (!isText && argument !== '-' && !existsSync(argument))
    throw new UsageError(`query "${argument}": neither JSON nor a file that exists. See orrery query --help.`);
  const text = isText ? argument : readFileSync(argument === '-' ? 0 : argument, 'utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    throw new UsageError(`query: the request is not JSON (${messageOf(error)}).`);
  }
  throw new UsageError('query: the request is not a JSON object. See orrery query --help.');
}

/** Prints what was answered; rejects with the sentences of the queries that failed. */
function show(answer: QueryResponse, format: Format): void {
  const results = Object.entries(answer.results);
  if (format === 'json') print(JSON.stringify(answer));
  else {
    const frames = results.flatMap(([, result]) => ('frames' in result ? result.frames : []));
    if (frames.length > 0) print(frameTexts(frames, format));
  }
  const failures = results.flatMap(([refId, result]) => ('error' in result ? [`${refId}: ${result.error}`] : []));
  if (failures.length > 0) throw new OrreryError('invalidRequest', failures.join('\n'));
}
