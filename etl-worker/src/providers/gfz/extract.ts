import { DAY_MS } from '@orrery/contract';
import type { ExtractContext, RawResponse } from '../source.ts';
import { askAll } from '../ask.ts';
import { gfz } from './provider.ts';

/** Asked again each time, so that late and corrected values come in. */
const OVERLAP_MS = 3 * DAY_MS;
const LONGEST_MS = 60 * DAY_MS;

/** Asks GFZ's JSON service for each index: the last days at first, and from the last answer on afterwards. */
export function askGfz(...indices: readonly string[]): (context: ExtractContext) => Promise<readonly RawResponse[]> {
  return async (context) => {
    const earliestMs = context.nowMs - LONGEST_MS;
    const sinceMs = (context.cursor?.answeredMs ?? earliestMs) - OVERLAP_MS;
    const start = stamp(Math.floor(Math.max(sinceMs, earliestMs) / DAY_MS) * DAY_MS);
    // A day ahead: the same address all day, so that the validators of the last answer hold.
    const end = stamp((Math.floor(context.nowMs / DAY_MS) + 1) * DAY_MS);
    const answers = await askAll(
      context,
      gfz,
      indices.map((index) => `/app/json/?${new URLSearchParams({ start, end, index }).toString()}`),
    );
    if (answers.length > 0) await context.setCursor({ answeredMs: context.nowMs });
    return answers;
  };
}

/** GFZ takes no fractions of a second. */
const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
