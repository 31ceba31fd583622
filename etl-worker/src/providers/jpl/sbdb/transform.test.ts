import type { DocumentRecord } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { SourceError } from '../../../http/errors.ts';
import { fakeContext } from '../../../testing/extracts.ts';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import { expectNeverToThrow, rawOf } from '../../../testing/transforms.ts';
import { jplSbdb } from './source.ts';
import { transformSmallBody } from './transform.ts';

const signature = { version: '1.3', source: 'NASA/JPL Small-Body Database (SBDB) API' };
const bodyOf = (record: unknown) => JSON.parse((record as DocumentRecord).body) as Record<string, unknown>;
const approaches = (designations: readonly string[]): string =>
  JSON.stringify({
    signature: { version: '1.5', source: 'NASA/JPL SBDB Close Approach Data API' },
    count: designations.length,
    fields: ['des'],
    data: designations.map((des) => [des]),
  });
const many = Array.from({ length: 14 }, (_, n) => `2026 A${n}`);
const desOf = (path: string): string | null => new URL(path, 'http://x').searchParams.get('des');

describe('the pull of small bodies', () => {
  it('asks for those that pass near by, ten a run, each once a month', async () => {
    const first = fakeContext((url) => (url.pathname.endsWith('cad.api') ? approaches(many) : '{}'));
    await jplSbdb.extract(first);
    expect(first.asked.slice(1).map(desOf)).toEqual(many.slice(0, 10));
    const second = fakeContext((url) => (url.pathname.endsWith('cad.api') ? null : '{}'), { cursor: first.noted() });
    await jplSbdb.extract(second);
    expect(second.asked.slice(1).map(desOf)).toEqual(many.slice(10));
    const month = first.nowMs + 31 * 86_400_000;
    const later = fakeContext((url) => (url.pathname.endsWith('cad.api') ? approaches(many) : '{}'), {
      cursor: second.noted(),
      nowMs: month,
    });
    await jplSbdb.extract(later);
    expect(later.asked).toHaveLength(11);
  });

  it('goes on when JPL does not know one, and keeps the rest for later when it fails', async () => {
    const unknown = fakeContext((url) =>
      url.pathname.endsWith('cad.api')
        ? approaches(many.slice(0, 3))
        : desOf(url.href) === many[0]
          ? new SourceError('badStatus', '404')
          : '{}',
    );
    expect(await jplSbdb.extract(unknown)).toHaveLength(2);
    const failing = fakeContext((url) =>
      url.pathname.endsWith('cad.api')
        ? approaches(many.slice(0, 3))
        : desOf(url.href) === many[1]
          ? new SourceError('unreachable', 'down')
          : '{}',
    );
    expect(await jplSbdb.extract(failing)).toHaveLength(1);
    expect(failing.noted()).toMatchObject({ wanted: many.slice(1, 3) });
  });

  it('fails when nothing at all is answered', async () => {
    const down = fakeContext((url) =>
      url.pathname.endsWith('cad.api') ? approaches(many) : new SourceError('unreachable', 'down'),
    );
    await expect(jplSbdb.extract(down)).rejects.toThrow('down');
  });
});

describe('small bodies', () => {
  it('that JPL does not know are set aside with its words', () => {
    const body = JSON.stringify({ signature, code: '200', message: 'specified object was not found' });
    const { records, rejects } = transformSmallBody(rawOf(body));
    expect(records).toEqual([]);
    expect(rejects[0]?.reason).toMatch(/specified object was not found/);
  });

  it('are not the list of close approaches by which the source finds them', () => {
    expect(transformSmallBody(rawOf(approaches(many)))).toMatchObject({ records: [], rejects: [], complete: true });
  });

  it('without orbit are set aside', () => {
    const body = JSON.stringify({ signature, object: { des: '1', fullname: '1 Ceres' } });
    expect(transformSmallBody(rawOf(body)).rejects[0]?.reason).toMatch(/orbit: an object is needed/);
  });

  it('survive any body', () => expectNeverToThrow(transformSmallBody));
});

describeWithSharedData('recorded small bodies', () => {
  it.each([
    ['ceres', '1', 939_400, 3.34, false],
    ['apophis', '99942', 325, 19.7, true],
    ['phaethon', '3200', 5_100, 14.6, true],
    ['67P', '67P', 4_000, 11.3, true],
  ])('%s is %s with its size, brightness and orbit', (file, designation, diameter, absoluteMagnitude, nearEarth) => {
    const { records, rejects, complete } = transformSmallBody(rawOf(readShared(`nasa-jpl-responses/sbdb/${file}.dat`)));
    expect([rejects, complete, records.length]).toEqual([[], true, 1]);
    const body = bodyOf(records[0]);
    expect(body).toMatchObject({ designation, diameter, absoluteMagnitude, nearEarth });
    const { e, a, q } = body['elements'] as Record<string, number>;
    // q = a (1 - e); JPL gives 15 digits.
    expect(Math.abs(q! - a! * (1 - e!))).toBeLessThan(1e-12 * a!);
  });
});
