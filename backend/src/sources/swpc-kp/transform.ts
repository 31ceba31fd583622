import { z } from 'zod';
import type { Reject } from '../../stores/quarantine.ts';

/** One value of a series at the start of its interval, UTC. */
export interface Observation {
  readonly timeMs: number;
  readonly value: number;
}

export interface ParsedObservations {
  /** In order of time, one a moment. */
  readonly records: readonly Observation[];
  readonly rejects: readonly Reject[];
}

/** SWPC's times are UTC without saying so: `2026-02-02 00:00:00.000` or `2026-06-13T15:39:00`. */
const timeTag = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?Z?$/, 'time_tag is not a UTC time')
  .transform((tag) => Date.parse(`${tag.replace(' ', 'T').replace(/Z$/, '')}Z`));

/** Kp is 0 … 9 in thirds; as a number or as text. An empty text is no number. */
const kpValue = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)])
  .transform(Number)
  .pipe(z.number().min(0).max(9));

const recordSchema = z.object({ time_tag: timeTag, Kp: kpValue });

/**
 * Planetary K index of `products/noaa-planetary-k-index.json`, 3-hourly. Two shapes are known: rows under a header row (until
 * 2026-03) and objects with `time_tag` (since), in either order. Records that do not fit are rejects; another shape as a whole is one.
 */
export function parsePlanetaryK(body: string): ParsedObservations {
  const rows = rowsOf(body);
  if (rows === null) return { records: [], rejects: [{ reason: 'unknown shape of the planetary K index', raw: body }] };
  const byTime = new Map<number, Observation>();
  const rejects: Reject[] = [];
  for (const row of rows) {
    const parsed = recordSchema.safeParse(row);
    if (parsed.success) {
      byTime.set(parsed.data.time_tag, { timeMs: parsed.data.time_tag, value: parsed.data.Kp });
    } else {
      const reason = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
      rejects.push({ reason, raw: JSON.stringify(row) });
    }
  }
  return { records: [...byTime.values()].sort((a, b) => a.timeMs - b.timeMs), rejects };
}

/** Rows as objects whatever the shape, null where the shape is unknown. */
function rowsOf(body: string): readonly unknown[] | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  if (!Array.isArray(json)) return null;
  const [header, ...rest] = json as readonly unknown[];
  if (!Array.isArray(header)) return json.every((row) => typeof row === 'object' && row !== null) ? json : null;
  if (!header.includes('time_tag') || !header.includes('Kp')) return null;
  return rest.map((row) =>
    Array.isArray(row) ? Object.fromEntries(header.map((name, i) => [String(name), row[i]])) : row,
  );
}
