import type { ServiceClock } from '@orrery/contract';
import { expect, it } from 'vitest';
import { describeReplay } from './ReplayBadge.tsx';

const AT = Date.UTC(2024, 4, 10, 14, 20);
const clock: ServiceClock = {
  nowMs: 0,
  speed: 600,
  replay: { fromMs: 0, toMs: AT + 1 },
  demo: { title: 'the storm of May 2024', recorded: [] },
};

it('the badge says what is replayed, when it is and how fast time goes', () => {
  expect(describeReplay(clock, AT)).toBe('Demo: replay of the storm of May 2024, clock 2024-05-10 14:20 UTC, 600 ×');
  expect(describeReplay({ ...clock, demo: null, speed: 1 }, AT)).toBe('Replay, clock 2024-05-10 14:20 UTC, 1 ×');
  expect(describeReplay(clock, AT + 1)).toMatch(/, ended at 2024-05-10 14:20 UTC; start it again to see it again$/);
});
