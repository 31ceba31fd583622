import { messageOf } from '@orrery/contract';
import { FAILED, MISUSED, UsageError } from '../../flags.ts';

/**
 * Starts something that serves. Where that fails, parts of it may be up already: the program ends with the sentence
 * that says why.
 */
export async function serve(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const message = messageOf(error);
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    process.stderr.write(`${taken ? `${message}: stop what listens there or choose another with --port.` : message}\n`);
    process.exit(error instanceof UsageError ? MISUSED : FAILED);
  }
}
