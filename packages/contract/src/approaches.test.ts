import { describe, expect, it } from 'vitest';
import { approachId, mergeCloseApproaches, type ApproachTeller } from './approaches.ts';
import type { DocumentRecord } from './records.ts';

const approach = (teller: ApproachTeller, designation: string, body: object): DocumentRecord => ({
  kind: 'document',
  collection: 'closeApproach',
  id: approachId(teller, designation, 'earth', '2026-01-01'),
  timeMs: 0,
  timeEndMs: null,
  title: designation,
  linked: [],
  body: JSON.stringify(body),
  source: teller,
  retrievedAtMs: 0,
});

describe('close approaches told by two publishers', () => {
  it('are one: JPL’s, with the hazard that only NeoWs knows', () => {
    const merged = mergeCloseApproaches([
      approach('neows', '2025 YL4', { distanceAu: 0.0097, hazardous: false, fullName: '(2025 YL4)' }),
      approach('cad', '2025 YL4', { distanceAu: 0.00969853, hazardous: null, sigma: 0 }),
    ]);
    expect(merged.map(({ id }) => id)).toEqual(['cad:2025 YL4:earth:2026-01-01']);
    expect(JSON.parse(merged[0]!.body)).toEqual({
      distanceAu: 0.00969853,
      hazardous: false,
      sigma: 0,
      fullName: '(2025 YL4)',
    });
  });

  it('stay as they are where only one of them knows', () => {
    const both = [approach('neows', 'A', { distanceAu: 0.4 }), approach('cad', 'B', { distanceAu: 0.01 })];
    expect(mergeCloseApproaches(both)).toEqual(both);
  });
});
