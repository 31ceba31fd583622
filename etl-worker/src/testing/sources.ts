import type { Observation } from '@orrery/contract';
import { swpc } from '../providers/swpc/provider.ts';
import type { RawResponse, Source, Transformed } from '../providers/source.ts';

export const rawResponse = (body: string, retrievedAtMs: number, url = 'http://provider.test/data'): RawResponse => ({
  url,
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body,
  retrievedAtMs,
});

/** A source whose answers are lines `timeMs value`; a line that is not that is a reject. `extract` is the test's. */
export function lineSource(id: string, extract: Source['extract'], cadenceMs = 60_000): Source {
  return {
    info: {
      id,
      title: id,
      publisher: 'test',
      terms: 'none',
      address: 'http://provider.test/',
      cadenceMs,
      politeness: 'none',
      naturalKey: 'time',
      provides: [{ name: id, unit: '1', title: id }],
    },
    provider: swpc,
    extract,
    transform: (raw) => transformLines(id, raw),
  };
}

function transformLines(id: string, raw: RawResponse): Transformed {
  const records: Observation[] = [];
  const rejects = [];
  for (const line of raw.body.split('\n').filter(Boolean)) {
    const [time, value] = line.split(' ').map(Number);
    if (time === undefined || value === undefined || Number.isNaN(value))
      rejects.push({ reason: 'not a line', raw: line });
    else
      records.push({
        kind: 'observation',
        series: id,
        timeMs: time,
        value,
        revision: 'nowcast',
        source: id,
        retrievedAtMs: raw.retrievedAtMs,
      });
  }
  return { records, rejects, complete: true, claimed: null, gaps: [] };
}
