import { niceStep, restingMoment } from './timeline';

const MINUTE = 60_000;

describe('the timeline', () => {
  it.each([
    [60 * MINUTE, MINUTE],
    [24 * 60 * MINUTE, 15 * MINUTE],
    [30 * 24 * 60 * MINUTE, 720 * MINUTE],
  ])('steps through a range of %d ms in round times', (range, step) => {
    expect(niceStep(range)).toBe(step);
  });

  it('rests at now inside the range and at the end outside it', () => {
    expect(restingMoment(100, 200, 150)).toBe(150);
    expect(restingMoment(100, 200, 300)).toBe(200);
    expect(restingMoment(100, 200, 50)).toBe(200);
  });
});
