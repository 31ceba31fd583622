import { OrreryError } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { isNetworkFailure, notReadyWhileAway } from './away.ts';

const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });

const storeThat = (error: Error) =>
  notReadyWhileAway('PostgreSQL', isNetworkFailure, {
    name: 'store',
    read: () => Promise.reject(error),
    async *pages() {
      yield 1;
      throw error;
    },
    count: async () => 3,
  });

describe('a store whose server is unavailable', () => {
  it('names the server without its address, and keeps the error of the client for the log', async () => {
    const error = await storeThat(refused)
      .read()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'notReady',
      status: 503,
      message: expect.stringMatching(/^PostgreSQL /) as unknown,
      cause: refused,
    });
    expect((error as Error).message).not.toMatch(/10\.0\.0\.7/);
  });

  it('also reports it between pages', async () => {
    const read: unknown[] = [];
    const reading = async (): Promise<void> => {
      for await (const page of storeThat(refused).pages()) read.push(page);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'notReady' });
    expect(read).toEqual([1]);
  });

  it('passes on results, our own errors and errors that are not network failures', async () => {
    const defect = new Error('syntax error at or near "SELCT"');
    const ours = new OrreryError('defect', 'wrong', [], { cause: refused });
    await expect(storeThat(defect).read()).rejects.toBe(defect);
    await expect(storeThat(ours).read()).rejects.toBe(ours);
    expect([await storeThat(refused).count(), storeThat(refused).name]).toEqual([3, 'store']);
  });

  it('is recognised by the code of the error, of one of several, or of its cause', () => {
    const several = new AggregateError([new Error('a'), refused]);
    const failures = [refused, several, new Error('failed', { cause: refused }), new Error('failed'), 'ECONNREFUSED'];
    expect(failures.map(isNetworkFailure)).toEqual([true, true, true, false, false]);
  });
});
