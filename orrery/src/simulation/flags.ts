import { asOrreryError } from '@orrery/contract';
import { InvalidArgumentError, type Command } from 'commander';
import { moment, UsageError, wholeNumber } from '../flags.ts';
import { parseFaults, type Faults } from './faults.ts';

/** How a replay goes. */
export interface Replay {
  /** Where the simulated clock begins, epoch ms; null: the clock is real. */
  readonly fromMs: number | null;
  /** How many times as fast as the real one the simulated clock goes. */
  readonly speed: number;
  readonly faults: Faults;
  readonly seed: number;
}

/** Its flags, as they were given. */
export interface ReplayFlags {
  readonly replay?: string;
  readonly from?: number;
  readonly speed?: number;
  readonly faults?: Faults;
  readonly seed?: number;
}

const MAX_SPEED = 100_000;

export const replayOptions = (command: Command): Command =>
  command
    .option('--replay <folder>', 'recorded responses instead of the providers')
    .option(
      '--from <time>',
      'a replay on a clock of its own that begins then: only what was known by then is served',
      moment,
    )
    .option('--speed <n>', 'that clock goes n times as fast as the real one (default 1)', speedOf)
    .option(
      '--faults <list>',
      'faults of the providers, e.g. 429,500,timeout,truncate,garbage,reorder,duplicate:0.2',
      faultsOf,
    )
    .option('--seed <n>', 'which responses have a fault (default 1)', wholeNumber(0));

function faultsOf(text: string): Faults {
  try {
    return parseFaults(text);
  } catch (error) {
    throw new InvalidArgumentError(asOrreryError(error).message);
  }
}

function speedOf(text: string): number {
  const speed = Number(text);
  if (speed > 0 && speed <= MAX_SPEED) return speed;
  throw new InvalidArgumentError(`A number over 0 and up to ${MAX_SPEED} is needed.`);
}

/** The replay of the flags. Throws UsageError where one is given without the one that it belongs to. */
export function replayOf({ replay, from, speed, faults, seed }: ReplayFlags): Replay {
  const given = Object.entries({ from, speed, faults, seed }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`],
  );
  if (replay === undefined && given.length > 0)
    throw new UsageError(`${given.join(', ')} belong to a replay: add --replay DIR.`);
  if (speed !== undefined && from === undefined)
    throw new UsageError('--speed needs --from: when shall the simulated clock begin?');
  return { fromMs: from ?? null, speed: speed ?? 1, faults: faults ?? {}, seed: seed ?? 1 };
}
