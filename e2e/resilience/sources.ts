import { HOUR_MS, type DocumentRecord, type Observation, type StreamRecord } from '@orrery/contract';
import { swpc, type RawResponse, type Reject, type Source, type Transformed } from '@orrery/etl-worker';
import type { Slice } from './slices.ts';

/** Longer than any test: each slice is pulled once. */
const CADENCE_MS = 20 * 365 * 24 * HOUR_MS;
const OMNI_WORDS = 55;
/** Columns (0-based words) and what stands for "no value". */
const OMNI = {
  b: [8, 999.9],
  bz: [16, 999.9],
  temperature: [22, 9_999_999],
  density: [23, 999.9],
  speed: [24, 9999],
  pressure: [28, 99.99],
  dst: [40, 99_999],
  ae: [41, 9999],
} as const;

/** A source per slice: what is pulled, kept, transformed and published one by one can be killed anywhere. */
export const sliceSource = ({ id }: Pick<Slice, 'id'>): Source => ({
  info: {
    id,
    title: `Recorded hour ${id}`,
    publisher: 'recording',
    terms: 'test',
    address: 'http://127.0.0.1/',
    cadenceMs: CADENCE_MS,
    politeness: 'none',
    naturalKey: 'series, time, revision',
    provides: [],
  },
  provider: swpc,
  async extract({ request, base }) {
    const raw = await request(new URL(`${base('swpc')}/slices/${id}`));
    return raw === null ? [] : [raw];
  },
  transform: (raw) => transformSlice(id, raw),
});

/** Records and rejects of a slice. */
export function transformSlice(
  source: string,
  { body, retrievedAtMs }: Pick<RawResponse, 'body' | 'retrievedAtMs'>,
): Transformed {
  const records: StreamRecord[] = [];
  const rejects: Reject[] = [];
  for (const line of body.split('\n').filter(Boolean)) {
    const [kind = '', ...words] = line.split(' ');
    const made =
      kind === 'omni' ? omniOf(words) : kind === 'kp' ? kpOf(words) : kind === 'day' ? dayOf(words.join(' ')) : null;
    if (made === null) rejects.push({ reason: 'not a recorded line', raw: line });
    else for (const record of made) records.push({ ...record, source, retrievedAtMs });
  }
  return { records, rejects, complete: rejects.length === 0, claimed: null, gaps: [] };
}

type Bare = Omit<Observation, 'source' | 'retrievedAtMs'> | Omit<DocumentRecord, 'source' | 'retrievedAtMs'>;

const point = (series: string, timeMs: number, value: number | null): Bare => ({
  kind: 'observation',
  series,
  timeMs,
  value,
  revision: 'definitive',
});

function omniOf(words: readonly string[]): readonly Bare[] | null {
  const numbers = words.map(Number);
  if (numbers.length !== OMNI_WORDS || numbers.some(Number.isNaN)) return null;
  const [year = 0, day = 0, hour = 0] = numbers;
  const timeMs = Date.UTC(year, 0, day, hour);
  return Object.entries(OMNI).map(([name, [word, missing]]) =>
    point(`omni.${name}`, timeMs, numbers[word] === missing ? null : (numbers[word] ?? null)),
  );
}

function kpOf([day = '', third = '', value = '']: readonly string[]): readonly Bare[] | null {
  const timeMs = Date.parse(day) + Number(third) * 3 * HOUR_MS;
  const number = Number(value);
  return Number.isNaN(timeMs) || Number.isNaN(number) || value === ''
    ? null
    : [point('kp', timeMs, Math.round((number / 10) * 3) / 3)];
}

function dayOf(line: string): readonly Bare[] | null {
  const id = line.slice(0, 10);
  const timeMs = Date.parse(id);
  if (Number.isNaN(timeMs)) return null;
  return [
    {
      kind: 'document',
      collection: 'outlook',
      id,
      timeMs,
      timeEndMs: timeMs + 24 * HOUR_MS,
      title: id,
      linked: [],
      body: JSON.stringify({ product: 'line', issuedAtMs: timeMs, text: line }),
    },
  ];
}
