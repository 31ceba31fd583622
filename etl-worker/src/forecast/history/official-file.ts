import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { OrreryError, DAY_MS, messageOf } from '@orrery/contract';
import type { OfficialForecast } from '@orrery/forecast';
import { z } from 'zod';

const STEP_MS = 3 * 3_600_000;
/** Intervals of the 3-day forecast; the remaining entries are the 27-day outlook, which holds daily maxima. */
const STEPS = 24;

const entrySchema = z.object({ datetime: z.string(), kp: z.union([z.string(), z.number()]) });
const lineSchema = z.object({ committed: z.string(), content: z.array(z.unknown()).min(STEPS) });

export interface OfficialFile {
  /** Oldest first. */
  readonly officials: readonly OfficialForecast[];
  /** Lines that hold no forecast of NOAA. */
  readonly skipped: number;
}

/**
 * Official forecasts of Kp, one a line: `{"committed": …, "content": [{"datetime", "kp"}, …]}`, plain or `.gz`; known
 * from `committed` on. Of a line the first 24 entries count, which must be three whole days at a pace of 3 hours that
 * begin at most a day before or after it was known, Kp from 0 to 9 with two decimals as NOAA gives it (the first days
 * of the record mix in GFZ's and text). Other lines are skipped. Throws `notFound`.
 */
export function readOfficialFile(file: string): OfficialFile {
  const lines = textOf(file)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const officials = lines.flatMap((line) => officialOf(line) ?? []).sort((a, b) => a.knownMs - b.knownMs);
  return { officials, skipped: lines.length - officials.length };
}

function textOf(file: string): string {
  try {
    const bytes = readFileSync(file);
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    const reason = messageOf(error);
    throw new OrreryError('notFound', `--official ${file}: ${reason}`);
  }
}

/** The forecast of a line; null where it holds none. */
export function officialOf(line: string): OfficialForecast | null {
  const parsed = lineSchema.safeParse(jsonOf(line));
  if (!parsed.success) return null;
  const knownMs = Date.parse(parsed.data.committed);
  const entries = z.array(entrySchema).safeParse(parsed.data.content.slice(0, STEPS));
  if (!entries.success || Number.isNaN(knownMs)) return null;
  const startsMs = entries.data.map(({ datetime }) => Date.parse(datetime));
  const kp = entries.data.map(({ kp: value }) =>
    typeof value === 'string' && value.trim() === '' ? NaN : Number(value),
  );
  const firstMs = startsMs[0] as number;
  const isPlausible =
    firstMs % DAY_MS === 0 &&
    Math.abs(firstMs - Math.floor(knownMs / DAY_MS) * DAY_MS) <= DAY_MS &&
    startsMs.every((startMs, i) => startMs === firstMs + i * STEP_MS) &&
    kp.every((value) => value >= 0 && value <= 9 && isNoaa(value));
  return isPlausible ? { knownMs, startsMs, kp } : null;
}

/** NOAA rounds to two decimals, GFZ gives three and more. */
const isNoaa = (value: number): boolean => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6;

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}
