import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { simulatedClock } from './clock.ts';
import { disturbRows, drawFault, parseFaults } from './faults.ts';
import { seededRandom } from './random.ts';
import { startReplayServer, type ReplayOptions, type ReplayServer } from './server.ts';

const SHARED = process.env['ORRERY_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const FOLDER = `${SHARED}/data`;
const hasRecordings = existsSync(FOLDER);
if (!hasRecordings)
  process.stdout.write('No recordings (../shared or ORRERY_SHARED): the replay server is not tested.\n');

let server: ReplayServer | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});
const KP = 'products/noaa-planetary-k-index.json';
const start = async (options: Partial<ReplayOptions> = {}): Promise<ReplayServer> =>
  (server = await startReplayServer({ folder: FOLDER, clock: null, ...options }));
const at = (time: string) => simulatedClock(Date.parse(time), 1e-9);
const rowsOf = async (address: string): Promise<readonly (readonly string[])[]> =>
  (await fetch(address)).json() as Promise<readonly (readonly string[])[]>;

describe.skipIf(!hasRecordings)('the replay server', () => {
  it('gives at a simulated moment only what was known by then', async () => {
    const { base } = await start({ clock: at('2024-05-10T19:00:00Z') });
    const rows = await rowsOf(`${base('swpc')}/${KP}`);
    expect(rows[0]).toContain('time_tag');
    expect(rows.at(-1)?.[0]).toBe('2024-05-10 18:00:00.000');
  });

  it('answers 304 where recordings begin later, and 404 where there are none', async () => {
    const { base } = await start({ clock: at('2020-01-01T00:00:00Z') });
    expect((await fetch(`${base('swpc')}/${KP}`)).status).toBe(304);
    expect((await fetch(`${base('swpc')}/products/never-heard-of.json`)).status).toBe(404);
  });

  it('cuts a short list out of a longer recording', async () => {
    const { base } = await start({ clock: at('2026-03-28T12:00:00Z') });
    const rows = await rowsOf(`${base('swpc')}/products/solar-wind/mag-2-hour.json`);
    expect(rows.length).toBeGreaterThan(60);
    expect(rows.length).toBeLessThanOrEqual(121);
  });

  it('gives every recording in turn, oldest first, when the clock is real', async () => {
    const { base } = await start();
    const first = await rowsOf(`${base('swpc')}/${KP}`);
    const second = await rowsOf(`${base('swpc')}/${KP}`);
    expect([first[1]?.[0]?.slice(0, 4), second[1]?.[0]?.slice(0, 4)]).toEqual(['2024', '2026']);
  });

  it('knows its answers again by their ETag', async () => {
    const { base } = await start({ clock: at('2024-05-10T19:00:00Z') });
    const address = `${base('swpc')}/${KP}`;
    const etag = (await fetch(address)).headers.get('etag') ?? '';
    expect((await fetch(address, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('serves the other providers at their paths', async () => {
    const { base } = await start();
    const paths = [
      `${base('celestrak')}/NORAD/elements/gp.php?GROUP=stations&FORMAT=json`,
      `${base('celestrak')}/SpaceData/SW-Last5Years.csv`,
      `${base('nasa')}/DONKI/FLR?startDate=2026-08-15&endDate=2026-08-22`,
      `${base('nasa')}/neo/rest/v1/feed`,
      `${base('jpl')}/cad.api`,
      `${base('jpl')}/fireball.api`,
      `${base('jpl')}/sbdb.api?sstr=apophis`,
      `${base('gfz')}/app/kp.json`,
      `${base('iers')}/finals2000A.all`,
    ];
    for (const path of paths) {
      const response = await fetch(path);
      expect(`${path} ${response.status}`).toBe(`${path} 200`);
      expect((await response.text()).length).toBeGreaterThan(100);
    }
  });

  it('does the faults it is asked for', async () => {
    const { base, done, setFaults } = await start({ faults: { '429': 1 }, hangMs: 20 });
    const address = `${base('swpc')}/${KP}`;
    const refused = await fetch(address);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    setFaults({ '500': 1 });
    expect((await fetch(address)).status).toBe(500);
    setFaults({ garbage: 1 });
    expect(await (await fetch(address)).text()).toMatch(/^<html>/);
    setFaults({ truncate: 1 });
    await expect(fetch(address).then((response) => response.text())).rejects.toThrow();
    setFaults({ timeout: 1 });
    await expect(fetch(address)).rejects.toThrow();
    expect([...done]).toEqual([
      ['429', 1],
      ['500', 1],
      ['garbage', 1],
      ['truncate', 1],
      ['timeout', 1],
    ]);
  });
});

describe('faults', () => {
  it('reads names and probabilities, and says what is wrong with others', () => {
    expect(parseFaults('429, duplicate:0.2')).toEqual({ '429': 0.1, duplicate: 0.2 });
    expect(() => parseFaults('fire')).toThrow(/there are 429, 500/);
    expect(() => parseFaults('garbage:2')).toThrow(/from 0 to 1/);
    expect(() => parseFaults('garbage:0.8,500:0.8')).toThrow(/more than 1/);
  });

  it('draws the same faults for the same seed, about as often as asked', () => {
    const draws = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 2000 }, () => drawFault({ '500': 0.25 }, random));
    };
    expect(draws(7)).toEqual(draws(7));
    const share = draws(7).filter(Boolean).length / 2000;
    // Four standard deviations of a binomial share of 2,000 draws.
    expect(Math.abs(share - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 2000));
  });

  it('loses and invents no row when it reorders or repeats rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.constantFrom('reorder' as const, 'duplicate' as const),
        fc.integer(),
        (values, how, seed) => {
          const rows = values.map((value) => ({ value }));
          const result = JSON.parse(disturbRows(JSON.stringify(rows), how, seededRandom(seed))) as { value: number }[];
          const distinct = (list: readonly { value: number }[]) =>
            [...new Set(list.map(({ value }) => value))].sort((a, b) => a - b);
          expect(distinct(result)).toEqual(distinct(rows));
          if (how === 'reorder') expect(result).toHaveLength(rows.length);
        },
      ),
    );
  });

  it('keeps the head of a table first', () => {
    const table = JSON.stringify([
      ['time_tag', 'Kp'],
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
    expect((JSON.parse(disturbRows(table, 'reorder', seededRandom(3))) as unknown[])[0]).toEqual(['time_tag', 'Kp']);
  });
});
