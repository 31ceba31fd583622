import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, createMetrics } from '@orrery/telemetry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ISS } from '../../testing/iss.ts';
import { createQuarantine } from '../../stores/quarantine.ts';
import type { Fetcher } from '../fetcher.ts';
import { PULL_INTERVAL_MS } from './policy.ts';
import { createCelestrakSource } from './source.ts';

const ok = (records: readonly unknown[]) => ({ status: 200, headers: {}, body: JSON.stringify(records) });

describe("CelesTrak's policy", () => {
  let dataDir: string;
  let nowMs: number;
  let asked: string[];
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'orrery-celestrak-'));
    nowMs = Date.now();
    asked = [];
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const source = (answer: Fetcher) => {
    const metrics = createMetrics();
    const fetcher: Fetcher = (url, headers) => {
      asked.push(url.search);
      return answer(url, headers);
    };
    return createCelestrakSource({
      baseUrl: 'https://celestrak.example', dataDir, fetcher, metrics,
      quarantine: createQuarantine(dataDir, metrics), logger: createLogger('test', 'silent'), now: () => nowMs,
    }); // prettier-ignore
  };

  it('pulls a group once in two hours, however often it is asked for', async () => {
    const celestrak = source(async () => ok([ISS]));
    const [first] = await Promise.all([celestrak.group('stations'), celestrak.group('stations')]);
    nowMs += PULL_INTERVAL_MS - 1;
    await celestrak.group('stations');
    expect(first.elements.map((e) => e.noradId)).toEqual([25544]);
    expect(asked).toEqual(['?GROUP=stations&FORMAT=json']);
    nowMs += 1;
    await celestrak.group('stations');
    await celestrak.settled();
    expect(asked).toHaveLength(2);
  });

  it('remembers its pull over a restart and serves the file', async () => {
    await source(async () => ok([ISS])).group('stations');
    const again = await source(async () => ok([])).group('stations');
    expect(again.elements).toHaveLength(1);
    expect(asked).toHaveLength(1);
  });

  it('has used its pull when it is killed in mid-request', async () => {
    void source(() => new Promise(() => undefined)).group('stations');
    const after = await source(async () => ok([ISS])).group('stations');
    expect(asked).toHaveLength(1);
    expect(after.notices[0]?.text).toMatch(/next attempt after/);
  });

  it('stops every pull on any answer but 200, for good, and says so', async () => {
    const celestrak = source(async () => ({ status: 403, headers: {}, body: 'no' }));
    await celestrak.group('stations');
    nowMs += 10 * PULL_INTERVAL_MS;
    const other = await celestrak.group('weather');
    const restarted = await source(async () => ok([ISS])).group('stations');
    expect(asked).toHaveLength(1);
    expect(other.notices).toEqual([
      expect.objectContaining({ severity: 'error', text: expect.stringMatching(/answered 403 for stations/) }),
    ]);
    expect(restarted.elements).toEqual([]);
  });

  it('keeps the old elements with a warning when it cannot be reached, and does not try again at once', async () => {
    await source(async () => ok([ISS])).group('stations');
    nowMs += PULL_INTERVAL_MS;
    const celestrak = source(() => Promise.reject(new Error('ENOTFOUND')));
    await celestrak.group('stations');
    await celestrak.settled();
    const state = await celestrak.group('stations');
    expect(state.elements).toHaveLength(1);
    expect(state.notices[0]?.text).toMatch(
      /could not be reached for stations \(ENOTFOUND\).*Shown are the elements fetched/,
    );
    expect(asked).toHaveLength(2);
  });

  it('sets bad records aside, once, and loads the rest', async () => {
    const bad = { ...ISS, NORAD_CAT_ID: 'none' };
    const { elements, notices } = await source(async () => ok([ISS, bad])).group('stations');
    await source(async () => ok([])).group('stations');
    expect(elements).toHaveLength(1);
    expect(notices[0]?.text).toMatch(/1 records of stations did not parse/);
    expect(readdirSync(join(dataDir, 'quarantine', 'celestrak'))).toHaveLength(1);
  });

  it('leaves no half-written file', async () => {
    await source(async () => ok([ISS])).group('stations');
    expect(readdirSync(join(dataDir, 'celestrak')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(existsSync(join(dataDir, 'celestrak', 'stations.gp'))).toBe(true);
  });
});
