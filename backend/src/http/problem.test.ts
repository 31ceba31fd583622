import { OrreryError } from '@orrery/contract';
import { expect, it } from 'vitest';
import { errorOf, failureOf } from './problem.ts';

it.each([
  new OrreryError('invalidRequest', 'from is missing', [{ path: 'from', message: 'is missing' }]),
  new OrreryError('overloaded', 'ask again', [], { retryAfterSeconds: 10 }),
])('the failure of a query becomes the error of a request with all that it says: %s', (error) => {
  const again = errorOf(failureOf(error));
  expect(again).toMatchObject({ code: error.code, message: error.message, details: error.details });
  expect(again.retryAfterSeconds).toBe(error.retryAfterSeconds);
});
