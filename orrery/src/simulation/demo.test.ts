import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '@orrery/contract';
import { createMemoryStores } from '@orrery/stores/memory';
import { createLogger } from '@orrery/telemetry';
import { beforeAll, describe, expect, it } from 'vitest';
import { simulatedClock } from './clock.ts';
import { serviceClock } from './demo.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { writePast } from './past.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'demo');
const DAYS = 2;

describe('the recording that ships', () => {
  const stores = createMemoryStores();
  const manifest = readManifest(FOLDER) as Manifest;
  beforeAll(() =>
    writePast({ folder: FOLDER, untilMs: manifest.from, days: DAYS, stores, logger: createLogger('test', 'silent') }),
  );

  it('has forecasts of the days before, each issued before the clock begins', async () => {
    const issued = await stores.documents.find('forecast', {});
    // Kp every three hours, F10.7 every day, Dst and the solar wind every hour.
    expect(issued.filter(({ id }) => id.startsWith('kp:'))).toHaveLength(8 * DAYS);
    expect(issued.filter(({ id }) => id.startsWith('dst:'))).toHaveLength(24 * DAYS);
    for (const { timeMs } of issued) {
      expect(timeMs).toBeGreaterThanOrEqual(manifest.from - DAYS * DAY_MS);
      expect(timeMs).toBeLessThan(manifest.from);
    }
  });

  it('has the indices until the day before, and none of the days to come', async () => {
    const days = await stores.archive.history('f107', manifest.from - 400 * DAY_MS, manifest.to);
    expect(days.length).toBeGreaterThan(365);
    expect(days.at(-1)?.timeMs).toBe(Date.UTC(2024, 4, 9));
  });
});

describe('the clock of a recording with an end', () => {
  const replay = { fromMs: 0, speed: 10, faults: {}, seed: 1 };
  const manifest = { title: 'a storm', from: 0, to: 100, speed: 10, notes: {} };

  it('stops there and says so', () => {
    let real = 0;
    const clock = simulatedClock(0, 10, { toMs: 100, real: () => real });
    real = 5;
    expect(serviceClock(clock, replay, manifest, null)).toMatchObject({ nowMs: 50, speed: 10 });
    real = 50;
    expect(serviceClock(clock, replay, manifest, null)).toEqual({
      nowMs: 100,
      speed: 0,
      replay: { fromMs: 0, toMs: 100 },
      demo: null,
    });
  });
});

it('a folder without a manifest has none, and a wrong one is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-manifest-'));
  try {
    expect(readManifest(folder)).toBeNull();
    writeFileSync(join(folder, 'manifest.json'), '{"title": "a storm"}');
    expect(() => readManifest(folder)).toThrow(/manifest\.json is no manifest of a recording/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
