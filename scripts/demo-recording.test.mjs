import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, '..', 'orrery', 'demo');
const MAX_BYTES = 6_000_000;
/** Public domain, CC BY, and what is free to use when its source is named. */
const FREE = /public domain|CC BY 4\.0|free with acknowledgement|free to use with attribution/;
/** Nothing of a non-commercial licence. */
const NOT_FREE = /CC BY-NC/;

const manifest = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8'));
const notice = readFileSync(join(FOLDER, '..', '..', 'NOTICE'), 'utf8');
const licences = readFileSync(join(FOLDER, 'LICENCES.md'), 'utf8');
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => statSync(join(FOLDER, name)).isFile())
  .map((name) => name.replaceAll('\\', '/'));
const recorded = files.filter((name) => !['manifest.json', 'LICENCES.md'].includes(name)).sort();

function textOf(path) {
  const bytes = readFileSync(join(FOLDER, path));
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

describe('the recording of the demo', () => {
  it('is small', () => {
    expect(files.reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0)).toBeLessThanOrEqual(MAX_BYTES);
  });

  it('is what the manifest says, file by file', () => {
    expect(manifest.files.map(({ path }) => path).sort()).toEqual(recorded);
    for (const { path, sha256 } of manifest.files)
      expect(createHash('sha256').update(textOf(path)).digest('hex'), path).toBe(sha256);
  });

  it('has a licence for every file, and free ones alone', () => {
    for (const { path, terms, publisher } of manifest.files) {
      expect(licences, path).toContain(`| ${path} |`);
      expect(licences).toContain(`${publisher} | ${terms} |`);
      expect(terms, path).toMatch(FREE);
      expect(terms, path).not.toMatch(NOT_FREE);
    }
  });

  it('has none of the sunspot numbers, which are not free', () => {
    const indices = recorded.filter((path) => path.includes('SW-All'));
    expect(indices).toHaveLength(1);
    for (const path of indices) expect(textOf(path).toString('utf8').split('\n')[0]).not.toMatch(/\bISN\b/);
  });

  it('is credited in NOTICE', () => {
    expect(notice).toContain('orrery/demo');
  });

  it('begins before the storm and holds the weeks that the models look back on', () => {
    expect(Date.parse(manifest.from)).toBeLessThan(Date.parse('2024-05-10T17:00:00Z'));
    const hours = textOf('solar-wind/omni2_2024.dat.gz').toString('utf8').trimEnd().split('\n');
    expect(hours[0]?.trim().split(/\s+/).slice(0, 3)).toEqual(['2024', '1', '0']);
    expect(hours.length).toBeGreaterThan(92 * 24);
  });

  it('has the storm: Kp 9 in the K index of NOAA and in the indices of GFZ', () => {
    const kp = JSON.parse(textOf('swpc-responses/2024-05-13_noaa-planetary-k-index.json').toString('utf8'));
    expect(Math.max(...kp.slice(1).map(([, value]) => Number(value)))).toBe(9);
  });

  it('has two thousand satellites and the groups of stations, weather and navigation', () => {
    const lines = textOf('satellites/demo_active_tle.dat.gz').toString('utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(3 * 2000);
    for (const group of ['stations', 'weather', 'gps-ops', 'galileo'])
      expect(
        recorded.some((path) => path.includes(`_${group}`)),
        group,
      ).toBe(true);
  });
});
