import { join } from 'node:path';
import { QUERIES, QUERY_TYPES, STATE, type Frame, type QueryResponse } from '@orrery/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filledStores, NOON, observationOf, seriesEntryOf, stationsOf } from '../testing/filled-stores.ts';
import { spaceDocuments } from '../testing/space-documents.ts';
import { withForecasts } from '../testing/forecasts.ts';
import type { StoreLists } from '../testing/store-lists.ts';
import { framesOf, startTestService, type TestService } from '../testing/service.ts';

/** Golden frames are compared to a millionth: far below every stated accuracy, above what processors differ by. */
const DECIMALS = 6;

const RANGE = { from: '2025-05-24T20:00:00Z', to: '2025-05-25T20:00:00Z', maxDataPoints: 4 } as const;
const KP = [
  ['2025-05-24T21:00:00Z', 2.33],
  ['2025-05-25T00:00:00Z', 0],
  ['2025-05-25T03:00:00Z', 5.67],
] as const;

/** A little of everything that a query type reads. */
function filled(): StoreLists {
  const stores = withForecasts(filledStores());
  stores.observations.push(...KP.map(([time, value]) => observationOf('kp', Date.parse(time), value)));
  stores.documents.push(...stationsOf(NOON), ...spaceDocuments());
  const kp = seriesEntryOf('kp', 3 * 3_600_000, { title: 'Kp', source: 'NOAA SWPC, estimated planetary K index' });
  stores.state.push({ key: STATE.series.key(), value: [kp], atMs: NOON });
  return stores;
}

/** Numbers rounded; what depends on the moment of the test is left out. */
function settled(frames: readonly Frame[]): unknown {
  const rounded = (value: unknown) => (typeof value === 'number' ? Number(value.toFixed(DECIMALS)) : value);
  return frames.map(({ schema, data }) => {
    const { notices: _, custom, ...meta } = schema.meta;
    const { retrievedAt: __, ...lasting } = custom ?? {};
    return {
      schema: { ...schema, meta: { ...meta, custom: lasting } },
      data: { values: data.values.map((column) => column.map(rounded)) },
    };
  });
}

describe('golden frames', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ filled: filled(), nowMs: Date.parse(RANGE.to) });
  });
  afterAll(() => service.stop());

  it.each(QUERY_TYPES)('%s answers as it always has', async (queryType) => {
    const response = await service.post({
      ...RANGE,
      queries: [{ refId: 'A', queryType, ...QUERIES[queryType].example }],
    });
    const { results } = (await response.json()) as QueryResponse;
    const golden = `${JSON.stringify(settled(framesOf(results['A'])), null, 1)}\n`;
    await expect(golden).toMatchFileSnapshot(join(import.meta.dirname, queryType, 'golden.json'));
  });
});
