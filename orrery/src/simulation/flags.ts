import { OrreryError } from '@orrery/contract';
import { parseFaults, type Faults } from '@orrery/etl-worker';

/** Flags of a replay beside those of the service. */
export interface ReplayFlags {
  /** Where the simulated clock begins, epoch ms; null: the clock is real. */
  readonly fromMs: number | null;
  readonly speed: number;
  readonly faults: Faults;
  readonly seed: number;
}

const OURS = new Set(['--from', '--speed', '--faults', '--seed']);
const MAX_SPEED = 100_000;

/** Takes the flags of the replay out of the arguments. Throws `invalidRequest` with what is allowed. */
export function readReplayFlags(args: readonly string[]): {
  readonly replay: ReplayFlags;
  readonly rest: readonly string[];
} {
  const given = new Map<string, string>();
  const rest: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const [name = '', inline] = (args[i] ?? '').split(/=(.*)/s);
    if (OURS.has(name)) given.set(name, inline ?? args[(i += 1)] ?? '');
    else rest.push(args[i] ?? '');
  }
  if (given.size > 0 && !rest.some((word) => word.startsWith('--replay'))) {
    throw new OrreryError('invalidRequest', `${[...given.keys()].join(', ')} belong to a replay: add --replay DIR.`);
  }
  const from = given.get('--from');
  const fromMs = from === undefined ? null : Date.parse(from);
  if (Number.isNaN(fromMs))
    throw new OrreryError(
      'invalidRequest',
      `--from ${from}: a date is needed, e.g. 2024-05-06 or 2024-05-10T12:00:00Z.`,
    );
  const speed = Number(given.get('--speed') ?? 1);
  if (!(speed > 0 && speed <= MAX_SPEED))
    throw new OrreryError(
      'invalidRequest',
      `--speed ${given.get('--speed')}: a number over 0 and up to ${MAX_SPEED} is needed.`,
    );
  if (given.has('--speed') && fromMs === null)
    throw new OrreryError('invalidRequest', '--speed needs --from: where shall the simulated clock begin?');
  const seed = Number(given.get('--seed') ?? 1);
  if (!Number.isInteger(seed))
    throw new OrreryError('invalidRequest', `--seed ${given.get('--seed')}: a whole number is needed.`);
  return { replay: { fromMs, speed, faults: parseFaults(given.get('--faults') ?? ''), seed }, rest };
}
