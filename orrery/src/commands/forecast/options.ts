import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { FORECAST_TARGET_NAMES, OrreryError, type ForecastTarget } from '@orrery/contract';
import { readWorkerConfig } from '../../config.ts';
import { openDistributedStores } from '../../engines/distributed.ts';
import { openEmbeddedStores } from '../../engines/embedded.ts';
import type { OpenStores } from '../../engines/engines.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** One command below `forecast`. */
export interface ForecastCommand {
  readonly help: string;
  readonly options: Options;
  run(values: Values): Promise<void>;
}

/** Flags as they were given; each is known to the command. */
export interface Values {
  /** The text of a flag, undefined where it was not given. */
  text(flag: string): string | undefined;
  is(flag: string): boolean;
}

/** Flags by which every command finds the stores. */
export const STORE_OPTIONS = {
  'data-dir': { type: 'string' },
  distributed: { type: 'boolean' },
} as const satisfies Options;

/** Throws `invalidRequest` that names the flag that is wrong and where to read on. */
export function readValues(name: string, options: Options, args: readonly string[]): Values {
  try {
    const parsed = parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean' } },
      strict: true,
      allowPositionals: false,
    });
    const values: Readonly<Record<string, unknown>> = parsed.values;
    return {
      text: (flag) => (typeof values[flag] === 'string' ? values[flag] : undefined),
      is: (flag) => values[flag] === true,
    };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] as string) : String(error);
    throw new OrreryError('invalidRequest', `forecast ${name}: ${reason}. See forecast ${name} --help.`);
  }
}

const isTarget = (text: string): text is ForecastTarget => (FORECAST_TARGET_NAMES as readonly string[]).includes(text);

/** `--target`. Throws `invalidRequest` with the valid ones. */
export function targetOf(values: Values): ForecastTarget {
  const text = values.text('target');
  if (text !== undefined && isTarget(text)) return text;
  const said = text === undefined ? 'is needed' : `"${text}" is none`;
  throw new OrreryError('invalidRequest', `--target ${said}; there are ${FORECAST_TARGET_NAMES.join(', ')}.`);
}

/** `--target` where `all` is allowed. */
export const targetsOf = (values: Values): readonly ForecastTarget[] =>
  values.text('target') === 'all' ? FORECAST_TARGET_NAMES : [targetOf(values)];

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** A moment in ISO 8601, UTC where no zone is given; undefined where the flag was not. Throws `invalidRequest`. */
export function momentOf(values: Values, flag: string): number | undefined {
  const text = values.text(flag);
  if (text === undefined) return undefined;
  const hasZone = !text.includes('T') || /(Z|[+-]\d\d:\d\d)$/.test(text);
  const ms = ISO.test(text) ? Date.parse(hasZone ? text : `${text}Z`) : NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new OrreryError(
    'invalidRequest',
    `--${flag} "${text}": a date is needed, e.g. 2024-05-06 or 2024-05-10T12:00:00Z (UTC).`,
  );
}

/** As `momentOf`, and the flag must be there. */
function neededMoment(values: Values, flag: string): number {
  const ms = momentOf(values, flag);
  if (ms === undefined) throw new OrreryError('invalidRequest', `--${flag} is needed: a date, e.g. 2024-05-06.`);
  return ms;
}

/**
 * First and last moment of `--from` and `--to`, epoch ms. Throws `invalidRequest` where one is missing or they are the
 * wrong way round.
 */
export function neededSpan(values: Values): readonly [fromMs: number, toMs: number] {
  const [fromMs, toMs] = [neededMoment(values, 'from'), neededMoment(values, 'to')];
  if (toMs < fromMs)
    throw new OrreryError('invalidRequest', '--to is before --from; the first moment of issue comes first.');
  return [fromMs, toMs];
}

/** A whole number from `least` on. Throws `invalidRequest`. */
export function wholeOf(values: Values, flag: string, fallback: number, least = 0): number {
  const text = values.text(flag);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && text.trim() !== '') return value;
  throw new OrreryError('invalidRequest', `--${flag} "${text}": a whole number from ${least} on is needed.`);
}

/** Bytes of a file that a flag names. Throws `notFound`. */
export function bytesOf(flag: string, file: string): Uint8Array {
  if (!existsSync(file)) throw new OrreryError('notFound', `--${flag} ${file}: there is no such file.`);
  return readFileSync(file);
}

const databaseOf = (values: Values): string =>
  join(values.text('data-dir') ?? process.env['ORRERY_DATA_DIR'] ?? '.orrery', 'orrery.db');

/** Whether there is a store to open: an embedded one may not have been made yet. */
export const hasStore = (values: Values): boolean => values.is('distributed') || existsSync(databaseOf(values));

/** Opens the stores that the flags name. Rejects with `notReady` where another process has the embedded ones open. */
export const openStores = (values: Values): Promise<OpenStores> =>
  values.is('distributed')
    ? openDistributedStores(readWorkerConfig(process.env))
    : openEmbeddedStores(databaseOf(values));

/** Opens the stores, works and closes them. */
export async function withStores<T>(values: Values, work: (open: OpenStores) => Promise<T>): Promise<T> {
  const open = await openStores(values);
  try {
    return await work(open);
  } finally {
    await open.stop();
  }
}

export const say = (line: string): void => void process.stderr.write(`${line}\n`);
