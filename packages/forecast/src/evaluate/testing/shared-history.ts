import { readShared } from '@orrery/astro/testing';
import { DAY_MS, HOUR_MS } from '@orrery/contract';
import { columnOf, INPUT_NAMES, type Column, type History, type Input } from '../../history.ts';

const FIRST_OMNI_YEAR = 1998;
const LAST_OMNI_YEAR = 2024;

const lines = (path: string): string[] => readShared(path).trim().split('\n');

type Point = { readonly timeMs: number; readonly value: number };

/** Words of an OMNI2 line (0-based) and the fill from which a value is missing. */
const OMNI: Readonly<Partial<Record<Input, readonly [word: number, fill: number]>>> = {
  bt: [8, 999],
  by: [15, 999],
  bz: [16, 999],
  solarWindDensity: [23, 999],
  solarWindSpeed: [24, 9999],
  dst: [40, 99_999],
};

/** The recorded history: Kp and F10.7 since 1957, OMNI 1998–2024. */
export function readSharedHistory(): History {
  const points = new Map<Input, Point[]>(INPUT_NAMES.map((name) => [name, []]));
  const [head, ...days] = lines('space-weather/SW-All_1957-10_2024-12.csv');
  const at = (name: string): number => head!.trim().split(',').indexOf(name);
  const [date, kp1, f107] = [at('DATE'), at('KP1'), at('F10.7_OBS')];
  for (const line of days) {
    const words = line.split(',');
    const dayMs = Date.parse(`${words[date]}T00:00:00Z`);
    for (let i = 0; i < 8; i++) {
      const value = Math.round((Number(words[kp1 + i]) / 10) * 3) / 3;
      points.get('kp')!.push({ timeMs: dayMs + 3 * i * HOUR_MS, value });
    }
    points.get('f107')!.push({ timeMs: dayMs, value: Number(words[f107]) });
  }
  for (let year = FIRST_OMNI_YEAR; year <= LAST_OMNI_YEAR; year++) readOmni(year, points);
  return Object.fromEntries(
    INPUT_NAMES.map((name): [Input, Column] => [name, columnOf(name, points.get(name)!)]),
  ) as History;
}

function readOmni(year: number, points: ReadonlyMap<Input, Point[]>): void {
  for (const line of lines(`solar-wind/omni2_${year}.dat`)) {
    const words = line.trim().split(/\s+/).map(Number);
    const timeMs = Date.UTC(year, 0, 1) + (words[1]! - 1) * DAY_MS + words[2]! * HOUR_MS;
    for (const [name, [word, fill]] of Object.entries(OMNI) as [Input, readonly [number, number]][]) {
      if (words[word]! < fill) points.get(name)!.push({ timeMs, value: words[word]! });
    }
  }
}
