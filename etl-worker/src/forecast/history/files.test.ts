import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { HOUR_MS } from '@orrery/contract';
import { valueAt } from '@orrery/forecast';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeWithSharedData, SHARED_DATA } from '@orrery/astro/testing';
import { readHistoryFiles } from './files.ts';
import { officialOf, readOfficialFile } from './official-file.ts';

const HEAD =
  'DATE,BSRN,ND,KP1,KP2,KP3,KP4,KP5,KP6,KP7,KP8,KP_SUM,AP1,AP2,AP3,AP4,AP5,AP6,AP7,AP8,AP_AVG,CP,C9,ISN,F10.7_OBS,F10.7_ADJ,F10.7_DATA_TYPE,F10.7_OBS_CENTER81,F10.7_OBS_LAST81,F10.7_ADJ_CENTER81,F10.7_ADJ_LAST81';
const day = (date: string, kp: number, flux: number, type = 'OBS'): string =>
  `${date},1,1,${Array(8).fill(kp).join(',')},1,${Array(8).fill(4).join(',')},4,1,5,10,${flux},${flux},${type},1,1,1,1`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('history from files', () => {
  it('joins files of any year anywhere below the folder, without a line of OMNI', () => {
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    writeFileSync(
      join(folder, 'a/SW-All_2024.csv'),
      [HEAD, day('2024-12-30', 10, 200), day('2024-12-31', 20, 210)].join('\n'),
    );
    writeFileSync(
      join(folder, 'a/b/SW-All_2025-01_2026-08.csv.gz'),
      gzipSync([HEAD, day('2024-12-31', 23, 211), day('2025-01-01', 30, 220)].join('\n')),
    );
    writeFileSync(join(folder, 'README.md'), 'nothing');
    const { history, files, rejects } = readHistoryFiles(folder);
    expect([files.length, rejects, history.kp.values.length, history.bz.values.length]).toEqual([2, 0, 24, 0]);
    const at = (date: string): number => valueAt(history.kp, Date.parse(date));
    expect([at('2024-12-30'), at('2024-12-31'), at('2025-01-01T21:00Z')]).toEqual([1, 7 / 3, 3]);
    expect([...history.f107.values]).toEqual([200, 211, 220]);
  });

  it('leaves predicted days out, and days before the moment', () => {
    writeFileSync(
      join(folder, 'SW-All.csv'),
      [HEAD, day('2020-01-01', 10, 100), day('2024-01-01', 20, 110), day('2024-01-02', 0, 120, 'PRD')].join('\n'),
    );
    const { history } = readHistoryFiles(folder, Date.UTC(2023, 0, 1));
    expect([[...history.f107.values], history.kp.values.length]).toEqual([[110], 8]);
  });

  it('says which files it wants where there are none', () => {
    expect(() => readHistoryFiles(folder)).toThrow(/no files of history in it; omni2_YEAR/);
    expect(() => readHistoryFiles(join(folder, 'nowhere'))).toThrow(/no such file or folder/);
  });
});

const entry = (i: number, kp: unknown) => ({
  datetime: new Date(Date.UTC(2024, 9, 1) + i * 3 * HOUR_MS).toISOString(),
  kp,
});
const line = (committed: string, kp: (i: number) => unknown, count = 56): string =>
  JSON.stringify({ committed, content: Array.from({ length: count }, (_, i) => entry(i, kp(i))) });

describe('a line of official forecasts', () => {
  it('is three days from its time of publication on, Kp as text or number', () => {
    const official = officialOf(line('2024-09-30T22:10:00+00:00', (i) => (i % 2 ? '2.67' : 3)));
    expect(official).toMatchObject({ knownMs: Date.UTC(2024, 8, 30, 22, 10) });
    expect([official!.kp.length, official!.kp[0], official!.kp[1], official!.startsMs[23]]).toEqual([
      24,
      3,
      2.67,
      Date.UTC(2024, 9, 3, 21),
    ]);
  });

  it.each([
    ['no JSON', 'nothing'],
    ['too few entries', line('2024-09-30T22:10:00Z', () => 2, 20)],
    ['no time', line('soon', () => 2)],
    ['of another week', line('2024-10-09T22:10:00Z', () => 2)],
    ['a Kp of 12', line('2024-09-30T22:10:00Z', () => 12)],
    ['a Kp of words', line('2024-09-30T22:10:00Z', () => 'quiet')],
    ['an empty Kp', line('2024-09-30T22:10:00Z', () => '')],
    ["GFZ's, in exact thirds", line('2024-09-30T22:10:00Z', () => 1.666666)],
    ['text in place of the list', '{"committed":"2024-09-30T22:10:00Z","content":"not found"}'],
  ])('is none with %s', (_, text) => expect(officialOf(text)).toBeNull());
});

describeWithSharedData('recorded official forecasts', () => {
  it('are those of NOAA, in order, and the others are counted', () => {
    const { officials, skipped } = readOfficialFile(join(SHARED_DATA, 'official-forecasts/noaa_kp_2024.jsonl.gz'));
    expect(officials.length + skipped).toBe(423);
    expect(officials.length).toBeGreaterThan(140);
    expect(officials.every(({ knownMs }, i) => i === 0 || knownMs >= officials[i - 1]!.knownMs)).toBe(true);
  });
});
