import type { DocumentRecord } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import type { Source } from '../../providers/source.ts';
import { lineSource, rawResponse } from '../../testing/sources.ts';
import { transformChecked } from './transform.ts';

const alert = (id: string, body: object): DocumentRecord => ({
  kind: 'document',
  collection: 'alert',
  id,
  timeMs: 0,
  timeEndMs: null,
  title: id,
  linked: [],
  body: JSON.stringify(body),
  source: 'test',
  retrievedAtMs: 0,
});

const sourceOf = (records: readonly DocumentRecord[]): Source => ({
  ...lineSource('test', async () => []),
  transform: () => ({ records, rejects: [], complete: true, claimed: null, gaps: [] }),
});

describe('a document whose body does not fit its collection', () => {
  it('is set aside whole, with the reason, and the others pass', () => {
    const [good, bad] = [alert('a', { issuedAtMs: 0, text: 'storm' }), alert('b', { issuedAtMs: 'today', text: 'x' })];
    const { records, rejects } = transformChecked(sourceOf([good, bad]), rawResponse('', 0));
    expect(records).toEqual([good]);
    expect(rejects).toEqual([
      { reason: expect.stringMatching(/^against the contract: body\.issuedAtMs /), raw: JSON.stringify(bad) },
    ]);
  });
});
