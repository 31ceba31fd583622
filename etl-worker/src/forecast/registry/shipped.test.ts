import { FORECAST_TARGET_NAMES } from '@orrery/contract';
import { decodeParts, TARGET_SPECS } from '@orrery/forecast';
import { describe, expect, it } from 'vitest';
import { shippedBytes } from './shipped.ts';

describe('the model that ships for', () => {
  it.each(FORECAST_TARGET_NAMES)('%s has the members that its recipe lists', (target) => {
    const bytes = shippedBytes(target);
    expect(bytes).not.toBeNull();
    const hasNetwork = decodeParts(bytes!).variants.map(({ neural }) => neural !== null);
    // Every recipe has a network today.
    expect(hasNetwork).toEqual(TARGET_SPECS[target].variants.map(() => true));
  });
});
