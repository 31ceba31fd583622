import { sentryBodySchema, type DocumentRecord } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { fakeContext } from '../../../testing/extracts.ts';
import {
  at,
  expectGarbageToBeSetAside,
  expectNeverToThrow,
  expectOrderNotToMatter,
  garbageRow,
  rawOf,
} from '../../../testing/transforms.ts';
import { jplSentry } from './source.ts';
import { transformSentry } from './transform.ts';

// By the documentation of version 2.0; there is no recording of a real answer.
const DA = {
  des: '29075',
  fullname: '29075 (1950 DA)',
  id: 'a0029075',
  ip: '0.00039',
  n_imp: 1,
  range: '2880-2880',
  ps_cum: '-0.93',
  ps_max: '-0.93',
  ts_max: null,
  h: '17.94',
  diameter: '1.30',
  v_inf: '14.10',
  last_obs: '2023-01-29',
  last_obs_jd: '2459973.5',
};
const SG = {
  ...DA,
  des: '2000 SG344',
  fullname: '(2000 SG344)',
  ip: '2.743e-3',
  n_imp: 300,
  range: '2069-2122',
  ps_cum: '-2.77',
  ts_max: '0',
  diameter: '0.037',
};
const answer = (data: readonly unknown[], more: object = {}): string =>
  JSON.stringify({ signature: { source: 'NASA/JPL Sentry Data API', version: '2.0' }, count: '2', data, ...more });
const bodyOf = (record: unknown) => sentryBodySchema.parse(JSON.parse((record as DocumentRecord).body));
const parts = { transform: transformSentry, parts: [DA, SG] as readonly unknown[], join: answer };

describe('impact risks', () => {
  it('have probability, scales, size and the years of the potential impacts', () => {
    const { records, rejects, complete, claimed } = transformSentry(rawOf(answer([DA, SG])));
    expect([rejects, complete, claimed]).toEqual([[], true, 2]);
    expect(records[0]).toMatchObject({
      id: '2000 SG344',
      title: '(2000 SG344): Palermo -2.77',
      timeMs: at('2069-01-01T00:00Z'),
      timeEndMs: at('2123-01-01T00:00Z'),
    });
    expect(bodyOf(records[0])).toMatchObject({
      designation: '2000 SG344',
      impactProbability: 2.743e-3,
      palermoCumulative: -2.77,
      diameter: 37,
      potentialImpacts: 300,
      yearFrom: 2069,
      yearTo: 2122,
    });
  });

  it('tell Torino 0 from no place on the Torino scale', () => {
    const torino = transformSentry(rawOf(answer([DA, SG]))).records.map((record) => bodyOf(record).torinoMax);
    expect(torino).toEqual([0, null]);
  });

  it.each([
    ['a probability above one', { ip: '1.2' }, /ip: 1\.2/],
    ['years that run backwards', { range: '2113-2056' }, /range/],
    ['no years', { range: 'later' }, /range/],
    ['no Palermo scale', { ps_cum: null }, /ps_cum: a number is needed/],
  ])('with %s are set aside, the rest loads', (_, change, reason) => {
    const { records, rejects } = transformSentry(rawOf(answer([SG, { ...DA, ...change }])));
    expect(records).toHaveLength(1);
    expect(rejects[0]?.reason).toMatch(reason);
  });

  it('fewer than claimed are partial', () => {
    expect(transformSentry(rawOf(answer([DA])))).toMatchObject({ complete: false, claimed: 2 });
  });

  it('of the first version are not guessed at', () => {
    const body = answer([DA], { signature: { source: 'NASA/JPL Sentry Data API', version: '1.1' } });
    expect(transformSentry(rawOf(body)).rejects[0]?.reason).toMatch(/unknown version 1\.1/);
  });

  it('do not depend on the order of the list nor on objects told twice', () => expectOrderNotToMatter(parts));
  it('survive garbage in the list', () => expectGarbageToBeSetAside(parts, garbageRow));
  it('survive any body', () => expectNeverToThrow(transformSentry));

  it('are asked for with one request', async () => {
    const context = fakeContext(() => answer([]));
    await jplSentry.extract(context);
    expect(context.asked).toEqual(['/base/sentry.api']);
  });
});
