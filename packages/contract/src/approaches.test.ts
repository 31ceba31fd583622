import { describe, expect, it } from 'vitest';
import { approachId, mergeCloseApproaches, type ApproachTeller } from './approaches.ts';
import { closeApproachBodySchema } from './documents.ts';

const approach = (teller: ApproachTeller, designation: string, body: object) => ({
  record: { id: approachId(teller, designation, 'earth', '2026-01-01') },
  body: closeApproachBodySchema.parse({ designation, body: 'earth', ...body }),
});

describe('close approaches told by two publishers', () => {
  it('are one: JPL’s, with the hazard that only NeoWs knows', () => {
    const merged = mergeCloseApproaches([
      approach('neows', '2025 YL4', { distanceAu: 0.0097, hazardous: false, fullName: '(2025 YL4)' }),
      approach('cad', '2025 YL4', { distanceAu: 0.00969853, hazardous: null, sigma: 0 }),
    ]);
    expect(merged.map(({ record }) => record.id)).toEqual(['cad:2025 YL4:earth:2026-01-01']);
    expect(merged[0]?.body).toMatchObject({
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
