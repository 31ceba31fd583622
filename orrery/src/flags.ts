import { existsSync, readFileSync } from 'node:fs';
import { OrreryError } from '@orrery/contract';
import { InvalidArgumentError } from 'commander';

/** Exit codes: a command that failed, and a command line that cannot be understood. */
export const FAILED = 1;
export const MISUSED = 2;

/** Flags that are right one by one and wrong together; the program ends with the code of a misuse. */
export class UsageError extends OrreryError {
  constructor(message: string) {
    super('invalidRequest', message);
  }
}

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** A moment in ISO 8601, UTC where no zone is given, as epoch ms. */
export function moment(text: string): number {
  const hasZone = !text.includes('T') || /(Z|[+-]\d\d:\d\d)$/.test(text);
  const ms = ISO.test(text) ? Date.parse(hasZone ? text : `${text}Z`) : NaN;
  if (Number.isNaN(ms))
    throw new InvalidArgumentError('A date is needed, e.g. 2024-05-06 or 2024-05-10T12:00:00Z (UTC).');
  return ms;
}

/** A parser of whole numbers from `least` on. */
export const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && text.trim() !== '') return value;
    throw new InvalidArgumentError(`A whole number from ${least} on is needed.`);
  };

/** Bytes of a file that a flag names. Throws `notFound`. */
export function bytesOf(flag: string, file: string): Uint8Array {
  if (!existsSync(file)) throw new OrreryError('notFound', `--${flag} ${file}: there is no such file.`);
  return readFileSync(file);
}
