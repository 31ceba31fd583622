import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { MINUTE_MS, type Observation } from '@orrery/contract';
import type { Source } from '@orrery/etl-worker';
import { ROOT } from '../lib/peer.ts';

export const ROWS_PER_RESPONSE = 10_000;
const SERIES = ['bt', 'bz', 'speed', 'density', 'temperature'];
const FROM_MS = Date.UTC(2024, 0, 1);
/** Column of the bulk speed in OMNI2's hourly records, from 0. */
const VALUE_COLUMN = 8;

export const seriesOf = (run: string): readonly string[] => SERIES.map((name) => `bench.${run}.${name}`);

/** Series and start of the response of that number: each response is one series, the five take turns. */
export function responseAt(run: string, index: number): { readonly series: string; readonly startMs: number } {
  const startMs = FROM_MS + Math.floor(index / SERIES.length) * ROWS_PER_RESPONSE * MINUTE_MS;
  return { series: seriesOf(run)[index % SERIES.length]!, startMs };
}

/** Recorded values, so that compression and text are those of real data. */
export async function recordedValues(): Promise<readonly number[]> {
  const shared = process.env['ORRERY_SHARED'] ?? join(ROOT, '..', 'shared');
  const lines = createInterface({
    input: createReadStream(join(shared, 'data/solar-wind/omni2_2024.dat.gz')).pipe(createGunzip()),
  });
  const values: number[] = [];
  for await (const line of lines) values.push(Number(line.trim().split(/\s+/)[VALUE_COLUMN]));
  return values;
}

/** Time and value of each row of a response. */
export function rowsFrom(startMs: number, values: readonly number[]): readonly (readonly [number, number])[] {
  return Array.from({ length: ROWS_PER_RESPONSE }, (_row, i) => [startMs + i * MINUTE_MS, values[i % values.length]!]);
}

/**
 * A run is named by its moment, and its answers count as retrieved then, all by one pull: one that another of its
 * series has overtaken would be looked up before it is written, which happens to few answers of a life and would happen
 * to many here.
 */
export const nameOfRun = (): string => Date.now().toString(36);
const startOfRun = (run: string): number => parseInt(run, 36);

/** One source a response, whose answer is in memory: rows as SWPC serves them, `[[time, value], …]`. */
export function memorySources(values: readonly number[], run: string, rows: number): readonly Source[] {
  return Array.from({ length: Math.ceil(rows / ROWS_PER_RESPONSE) }, (_, index) => memorySource(values, run, index));
}

function memorySource(values: readonly number[], run: string, index: number): Source {
  const { series, startMs } = responseAt(run, index);
  const id = `bench-${run}-${index}`;
  const nothing = { publisher: 'bench', terms: '', address: '', politeness: '', naturalKey: '', provides: [] };
  return {
    provider: null,
    info: { ...nothing, id, title: id, cadenceMs: Number.MAX_SAFE_INTEGER },
    async extract() {
      const body = JSON.stringify(rowsFrom(startMs, values));
      return [{ url: `memory:${id}`, status: 200, headers: {}, body, retrievedAtMs: startOfRun(run) }];
    },
    transform: ({ body, retrievedAtMs }) => ({
      records: (JSON.parse(body) as [number, number][]).map(
        ([timeMs, value]): Observation => ({
          kind: 'observation',
          series,
          timeMs,
          value,
          revision: 'nowcast',
          source: id,
          retrievedAtMs,
        }),
      ),
      rejects: [],
      complete: true,
      claimed: null,
      gaps: [],
    }),
  };
}
