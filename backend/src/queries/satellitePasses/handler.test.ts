import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '@orrery/contract';
import { stationsOf } from '../../testing/filled-stores.ts';
import { emptyStores } from '../../testing/store-lists.ts';
import { ISS } from '../../testing/iss.ts';
import { framesOf, startTestService, valuesOf, type TestService } from '../../testing/service.ts';

const EPOCH_MS = Date.parse(`${ISS.EPOCH}Z`);

describe('satellitePasses', () => {
  let service: TestService;
  beforeAll(async () => {
    const filled = emptyStores();
    filled.documents.push(...stationsOf(EPOCH_MS));
    service = await startTestService({ filled, nowMs: EPOCH_MS });
  });
  afterAll(() => service.stop());

  const ask = async (fromMs: number, toMs: number) => {
    const query = { refId: 'A', queryType: 'satellitePasses', satellites: [25544], observer: 'greenwich' };
    const response = await service.post({ from: fromMs, to: toMs, queries: [query] });
    return framesOf(((await response.json()) as { results: Record<string, never> }).results['A'])[0]!;
  };

  it('says that none was found where the table is empty, and nothing of it else', async () => {
    const day = await ask(EPOCH_MS, EPOCH_MS + DAY_MS);
    expect(valuesOf(day, 'rise').length).toBeGreaterThan(3);
    expect(day.schema.meta.notices).toBeUndefined();
    const rise = valuesOf(day, 'set')[0] as number;
    const gap = await ask(rise + 1000, rise + HOUR_MS / 2);
    expect(valuesOf(gap, 'rise')).toEqual([]);
    expect(gap.schema.meta.notices).toEqual([
      { severity: 'info', text: 'No pass reaches 10° of elevation in this range.' },
    ]);
  });
});
