import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR_MS } from '@orrery/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSources, type Clock, type RawResponse, type Source } from '@orrery/etl-worker';
import { SHARED_DATA, describeWithSharedData } from '@orrery/astro/testing';
import { findRecordings } from './recordings.ts';
import { createReplaySources, LEAST_PAUSE_MS, type ReplayPace } from './sources.ts';

const KP = '2024-05-13_noaa-planetary-k-index.json';
const kpOf = (...times: readonly string[]): string =>
  JSON.stringify([['time_tag', 'Kp', 'a_running', 'station_count'], ...times.map((time) => [time, '2.00', '7', '8'])]);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-replay-'));
  for (const name of ['swpc-responses', 'satellites', 'space-weather']) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

/** A clock that is set by hand. */
function handClock(time: string): Clock & { set: (next: string) => void } {
  let nowMs = Date.parse(time);
  return { now: () => nowMs, realMs: (ms) => ms, set: (next) => (nowMs = Date.parse(next)) };
}

/** Pulls a source; `answer` plays the provider, `asked` counts what reached it. */
function bench(answer: (url: URL) => string) {
  const asked: string[] = [];
  const pull = (source: Source, nowMs: number): Promise<readonly RawResponse[]> =>
    source.extract({
      nowMs,
      base: (provider) => `http://${provider}.test`,
      request: async (url, headers) => {
        asked.push(`${url.pathname.split('/').at(-1)} ${headers?.['x-replay-turn']}`);
        return { url: url.href, status: 200, headers: {}, body: answer(url), retrievedAtMs: nowMs };
      },
      cursor: null,
      setCursor: async () => undefined,
      nasaApiKey: 'own',
    });
  return { asked, pull };
}

async function kpSource(pace: ReplayPace): Promise<Source> {
  const { sources } = await createReplaySources(createSources([]), findRecordings(folder), pace);
  return sources.find(({ info }) => info.id === 'swpc-kp')!;
}

describe('sources of a replay', () => {
  it('are those with a recording; the others are named', async () => {
    write(`swpc-responses/${KP}`, kpOf('2024-05-06 00:00:00.000'));
    write('satellites/x_stations.json', '[]');
    const { sources, notRecorded } = await createReplaySources(
      createSources(['stations', 'geo']),
      findRecordings(folder),
      {
        clock: null,
        speed: 1,
      },
    );
    expect(sources.map(({ info }) => info.id).sort()).toEqual(['celestrak-gp-stations', 'swpc-kp']);
    expect(notRecorded).toContain('celestrak-gp-geo');
    expect(notRecorded).toContain('celestrak-space-weather');
  });

  it('do not ask for the part of a source that is not recorded', async () => {
    write('swpc-responses/2024-05-13_10cm-flux.json', '{"Flux":"222","TimeStamp":"2024-05-12 20:00:00"}');
    const { sources } = await createReplaySources(createSources([]), findRecordings(folder), { clock: null, speed: 1 });
    const { asked, pull } = bench(() => '{"Flux":"222","TimeStamp":"2024-05-12 20:00:00"}');
    await pull(sources.find(({ info }) => info.id === 'swpc-f107')!, 0);
    expect(asked).toEqual(['10cm-flux.json 0']);
  });

  it('take every recording at once with the real clock, oldest first, and nothing twice', async () => {
    const texts = [kpOf('2024-05-06 00:00:00.000'), kpOf('2026-02-02 00:00:00.000')];
    write(`swpc-responses/2026-02_noaa-planetary-k-index.json`, texts[1]!);
    write(`swpc-responses/${KP}`, texts[0]!);
    const source = await kpSource({ clock: null, speed: 1 });
    let turn = 0;
    const { asked, pull } = bench(() => texts[turn++]!);
    await pull(source, 0);
    await pull(source, HOUR_MS);
    expect(asked).toEqual(['noaa-planetary-k-index.json 0', 'noaa-planetary-k-index.json 1']);
  });

  it('ask again for a recording that came broken', async () => {
    write(`swpc-responses/${KP}`, kpOf('2024-05-06 00:00:00.000'));
    const source = await kpSource({ clock: null, speed: 1 });
    const { asked, pull } = bench(() => '<html>');
    await pull(source, 0);
    await pull(source, HOUR_MS);
    expect(asked).toEqual(['noaa-planetary-k-index.json 0', 'noaa-planetary-k-index.json 0']);
  });

  it('ask on a simulated clock only when something became known', async () => {
    const rows = ['2024-05-06 00:00:00.000', '2024-05-06 03:00:00.000'];
    write(`swpc-responses/${KP}`, kpOf(...rows));
    const clock = handClock('2024-05-05T00:00:00Z');
    const source = await kpSource({ clock, speed: 1 });
    const { asked, pull } = bench(() =>
      kpOf(...rows.filter((row) => Date.parse(`${row.replace(' ', 'T')}Z`) <= clock.now())),
    );
    const counts: number[] = [];
    for (const time of [
      '2024-05-05T00:00:00Z',
      '2024-05-06T01:00:00Z',
      '2024-05-06T02:00:00Z',
      '2024-05-06T03:00:00Z',
    ]) {
      clock.set(time);
      await pull(source, clock.now());
      counts.push(asked.length);
    }
    expect(counts).toEqual([0, 1, 1, 2]);
  });

  it('are asked less often on a fast clock, and turns that waited are one turn', async () => {
    write(`swpc-responses/${KP}`, kpOf('2024-05-06 00:00:00.000'));
    const clock = handClock('2024-05-07T00:00:00Z');
    const speed = 6000;
    const source = await kpSource({ clock, speed });
    expect(source.info.cadenceMs).toBe(LEAST_PAUSE_MS * speed);
    const { asked, pull } = bench(() => '<html>');
    for (let i = 0; i < 5; i += 1) await pull(source, clock.now() + i);
    expect(asked).toHaveLength(1);
    await pull(source, clock.now() + source.info.cadenceMs);
    expect(asked).toHaveLength(2);
  });

  it('are asked again after a turn that failed', async () => {
    write(`swpc-responses/${KP}`, kpOf('2024-05-06 00:00:00.000'));
    const clock = handClock('2024-05-07T00:00:00Z');
    const source = await kpSource({ clock, speed: 600 });
    let fails = true;
    const { asked, pull } = bench(() => {
      if (fails) throw new Error('500');
      return kpOf('2024-05-06 00:00:00.000');
    });
    await expect(pull(source, clock.now())).rejects.toThrow('500');
    fails = false;
    expect(await pull(source, clock.now())).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });
});

describeWithSharedData('recorded sources', () => {
  it('leave out what nobody recorded', async () => {
    const { notRecorded } = await createReplaySources(createSources(), findRecordings(SHARED_DATA), {
      clock: null,
      speed: 1,
    });
    expect([...notRecorded].sort()).toEqual([
      'celestrak-gp-galileo',
      'celestrak-gp-geo',
      'celestrak-gp-gps-ops',
      'celestrak-gp-visual',
      'gfz-indices',
      'jpl-sbdb',
      'jpl-sentry',
      'swpc-27-day-outlook',
      'swpc-dst',
    ]);
  });

  it('give records without a reject', async () => {
    const { sources } = await createReplaySources(createSources(), findRecordings(SHARED_DATA), {
      clock: null,
      speed: 1,
    });
    const recordings = findRecordings(SHARED_DATA);
    const turns = new Map<string, number>();
    for (const source of sources) {
      const { provider } = source;
      if (provider === null) continue;
      const { pull } = bench((url) => {
        const turn = turns.get(url.href) ?? 0;
        turns.set(url.href, turn + 1);
        const answer = provider.recording.answer(recordings, { url, nowMs: null, turn });
        return answer === null || answer === 'nothingYet' ? '' : answer.body;
      });
      for (const raw of await pull(source, Date.UTC(2026, 7, 22))) {
        const { records, rejects } = source.transform(raw);
        expect(`${source.info.id}: ${rejects.slice(0, 2).map(({ reason }) => reason)}`).toBe(`${source.info.id}: `);
        // DONKI's lists of kinds that did not happen are empty.
        if (source.info.id !== 'nasa-donki') expect(records.length).toBeGreaterThan(0);
      }
    }
  });
});
