import { MINUTE_MS } from '@orrery/contract';
import { niceStep, restingMoment } from './timeline';

describe('the timeline', () => {
  it.each([
    [60 * MINUTE_MS, MINUTE_MS],
    [24 * 60 * MINUTE_MS, 15 * MINUTE_MS],
    [30 * 24 * 60 * MINUTE_MS, 720 * MINUTE_MS],
  ])('steps through a range of %d ms in round times', (range, step) => {
    expect(niceStep(range)).toBe(step);
  });

  it('rests at now inside the range and at the end outside it', () => {
    expect(restingMoment(100, 200, 150)).toBe(150);
    expect(restingMoment(100, 200, 300)).toBe(200);
    expect(restingMoment(100, 200, 50)).toBe(200);
  });
});
