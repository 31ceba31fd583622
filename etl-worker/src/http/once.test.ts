import { afterEach, describe, expect, it, vi } from 'vitest';
import { failureOf, ok, START_MS, startClientBench, status, type ClientBench } from '../testing/client-bench.ts';
import { celestrak as provider } from '../providers/celestrak/provider.ts';
import type { RawResponse } from '../providers/source.ts';
import { resumeProvider, stopsInForce } from './state.ts';

const { intervalMs: CELESTRAK_INTERVAL_MS } = provider.policy;
let bench: ClientBench;
afterEach(async () => {
  vi.restoreAllMocks();
  await bench.server.stop();
});

/** A pull whose answer is kept, as the extract stage does. */
async function celestrak(group: string): Promise<RawResponse | null> {
  const session = bench.session('celestrak');
  const raw = await session.request(new URL(`/NORAD/elements/gp.php?GROUP=${group}&FORMAT=json`, bench.server.url));
  if (raw !== null) await session.kept(raw);
  return raw;
}

describe('CelesTrak', () => {
  it('is asked once in two hours per group, over restarts, however often we want to', async () => {
    bench = await startClientBench(ok('[1]'));
    expect((await celestrak('stations'))?.body).toBe('[1]');
    bench.nowMs += CELESTRAK_INTERVAL_MS - 1;
    expect(await celestrak('stations')).toBeNull();
    expect((await celestrak('weather'))?.status).toBe(200);
    expect(bench.server.asked).toHaveLength(2);
    bench.nowMs += 1;
    expect((await celestrak('stations'))?.body).toBe('[1]');
    expect(bench.server.asked).toHaveLength(3);
  });

  it('is asked where the last attempt lies in the future: the clock was ahead', async () => {
    bench = await startClientBench(ok('[1]'));
    bench.nowMs += 365 * 24 * 3_600_000;
    await celestrak('stations');
    bench.nowMs = START_MS;
    expect((await celestrak('stations'))?.body).toBe('[1]');
    expect(bench.server.asked).toHaveLength(2);
  });

  it('is asked once when two sessions want the same group at the same time', async () => {
    bench = await startClientBench(ok());
    const session = bench.session('celestrak');
    const url = new URL('/g', bench.server.url);
    const answers = await Promise.allSettled([session.request(url), session.request(url)]);
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected']);
    expect(bench.server.asked).toHaveLength(1);
  });

  it('has its attempt noted before the request: a process killed in mid-request has used its pull', async () => {
    bench = await startClientBench(() => undefined);
    const arrived = vi.waitUntil(() => bench.server.asked.length === 1);
    void celestrak('stations').catch(() => undefined);
    await arrived;
    const notedBefore = (await bench.state.list('http:attempt:', 10)).map(({ value }) => value);
    expect(notedBefore).toEqual([{ atMs: START_MS, answer: 'awaited' }]);
    const again = await failureOf(celestrak('stations'));
    expect([again.kind, again.retryAtMs]).toEqual(['interrupted', START_MS + CELESTRAK_INTERVAL_MS]);
    expect(bench.server.asked).toHaveLength(1);
  });

  it.each([301, 304, 403, 404, 429, 500, 503])(
    'answering %i stops every pull and alerts, until a person resumes',
    async (code) => {
      bench = await startClientBench(status(code, { location: '/elsewhere' }));
      const alerted = vi.spyOn(bench.logger, 'error');
      expect((await failureOf(celestrak('stations'))).kind).toBe('stopped');
      expect(alerted).toHaveBeenCalledWith(
        expect.objectContaining({ alert: true, provider: 'celestrak', status: code }),
        expect.any(String),
      );
      expect(await stopsInForce(bench.state)).toEqual([
        expect.objectContaining({ provider: 'celestrak', status: code, atMs: START_MS, alert: true }),
      ]);
      bench.nowMs += 10 * CELESTRAK_INTERVAL_MS;
      const other = await failureOf(celestrak('weather'));
      expect([other.kind, other.retryAtMs]).toEqual(['stopped', null]);
      expect(other.message).toMatch(/answered \d+ for .*GROUP=stations.*resume/);
      expect(bench.server.asked).toHaveLength(1);

      expect(await resumeProvider(bench.state, provider, bench.nowMs)).toBe(true);
      expect(await stopsInForce(bench.state)).toEqual([]);
      await failureOf(celestrak('weather'));
      expect(bench.server.asked).toHaveLength(2);
    },
  );

  it('that cannot be reached is not asked again before its time, and is not stopped', async () => {
    bench = await startClientBench((response) => response.destroy());
    const error = await failureOf(celestrak('stations'));
    const again = await failureOf(celestrak('stations'));
    for (const { kind, retryAtMs } of [error, again])
      expect([kind, retryAtMs]).toEqual(['unreachable', START_MS + CELESTRAK_INTERVAL_MS]);
    expect(bench.server.asked).toHaveLength(1);
    expect(await stopsInForce(bench.state)).toEqual([]);
  });

  it('gets no validators: a 304 would be an answer other than 200', async () => {
    bench = await startClientBench(ok('[]', { etag: '"a"' }));
    const session = bench.session('celestrak');
    await session.request(new URL('/g', bench.server.url));
    await session.commit();
    bench.nowMs += CELESTRAK_INTERVAL_MS;
    await bench.ask('celestrak', '/g');
    expect(bench.server.asked[1]?.headers['if-none-match']).toBeUndefined();
  });
});
