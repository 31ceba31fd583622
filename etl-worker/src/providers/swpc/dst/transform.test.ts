import { describe, expect, it } from 'vitest';
import {
  brief,
  expectGarbageToBeSetAside,
  expectNeverToThrow,
  expectOrderNotToMatter,
  garbageRow,
  rawOf,
} from '../../../testing/transforms.ts';
import { transformDst } from './transform.ts';

const ROWS = [
  { time_tag: '2026-09-01T01:00:00', dst: -12 },
  { time_tag: '2026-09-01T00:00:00', dst: 0 },
];
const feed = { transform: transformDst, parts: ROWS as readonly unknown[], join: JSON.stringify };

describe('the quick-look Dst', () => {
  it('is read from rows under a header and from objects, 0 as the value it is', () => {
    expect(brief(transformDst(rawOf('[["time_tag","dst"],["2024-05-11 02:00:00","-406"]]')))).toEqual([
      'dst 2024-05-11T02:00 -406 nowcast',
    ]);
    expect(brief(transformDst(rawOf(JSON.stringify(ROWS))))).toEqual([
      'dst 2026-09-01T00:00 0 nowcast',
      'dst 2026-09-01T01:00 -12 nowcast',
    ]);
  });

  it('does not depend on the order of rows', () => expectOrderNotToMatter(feed));
  it('loads what is good whatever stands beside it', () => expectGarbageToBeSetAside(feed, garbageRow));
  it('never throws', () => expectNeverToThrow(transformDst));
});
