import { randomBytes } from 'node:crypto';
import { describe } from 'vitest';

/**
 * Tests against a real server whose address is in the environment; without it they are skipped with a message. `npm run
 * servers -- run NAME -- CMD…` starts one.
 */
export function describeWithServer(variable: string, title: string, tests: (address: string) => void): void {
  const address = process.env[variable];
  if (address) return void describe(title, () => tests(address));
  console.log(`${title}: skipped, ${variable} is not set (npm run servers -- up).`);
  describe.skip(title, () => tests(''));
}

/** A name for a bucket or database of one run only: lower-case letters, digits and _. */
export function ownName(): string {
  return `orrery_test_${randomBytes(6).toString('hex')}`;
}
