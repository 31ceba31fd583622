import { existsSync } from 'node:fs';
import { Body as EngineBody } from 'astronomy-engine';
import { DAY_MS, type Body } from '@orrery/contract';
import { hasSharedData, sharedPath } from '../testing/shared-data.ts';
import type { SkyEvent } from './types.ts';

/** The references round to the minute: half of it is not ours. */
export const ROUNDING_MS = 30_000;

/** The bodies as astronomy-engine, whose own theories check ours, names them. */
export const ENGINE_BODIES: Readonly<Record<Body, EngineBody>> = {
  sun: EngineBody.Sun,
  moon: EngineBody.Moon,
  mercury: EngineBody.Mercury,
  venus: EngineBody.Venus,
  mars: EngineBody.Mars,
  jupiter: EngineBody.Jupiter,
  saturn: EngineBody.Saturn,
  uranus: EngineBody.Uranus,
  neptune: EngineBody.Neptune,
  pluto: EngineBody.Pluto,
};

/** Start of a year, or of a day of it. */
export const utc = (year: number, month = 1, day = 1): number => Date.UTC(year, month - 1, day);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Month, 1 to 12, of its English abbreviation. */
export const monthOf = (name: string): number => MONTHS.findIndex((month) => month === name) + 1;

/** The lines of a web page without its tags. */
export const plainLines = (html: string): string[] => html.replace(/<[^>]*>/g, '').split('\n');

/** The files of a list that are recorded here; a part of the references is held back. */
export const recorded = (files: readonly string[]): string[] => files.filter((file) => existsSync(sharedPath(file)));

/** Rows for `it.each`, which wants them before it is known that the block is skipped: none without recordings. */
export const rowsOf = <T>(read: () => readonly T[]): readonly T[] => (hasSharedData() ? read() : []);

const momentOf = (event: SkyEvent): number => event.peakMs ?? event.timeMs;

/** The event whose peak (else its moment) is nearest to a time, if any lies within the reach. */
export function nearest(events: readonly SkyEvent[], timeMs: number, reachMs = DAY_MS): SkyEvent | undefined {
  let best: SkyEvent | undefined;
  for (const event of events) {
    const away = Math.abs(momentOf(event) - timeMs);
    if (away <= reachMs && (!best || away < Math.abs(momentOf(best) - timeMs))) best = event;
  }
  return best;
}
