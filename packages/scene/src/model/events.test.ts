import { describe, expect, it } from 'vitest';
import { eventNear, readEvents } from './events.ts';

const field = (name: string, type: string, values: readonly unknown[]) => ({ name, type, values });
const FRAME = {
  fields: [
    field('time', 'time', [300, null, 100]),
    field('kind', 'string', ['set', 'rise', 'rise']),
    field('title', 'string', ['Sun sets', 'lost', null]),
  ],
};

describe('events', () => {
  it('are sorted by time, and show their kind if there is no title', () => {
    expect(readEvents([FRAME, { fields: [] }])).toEqual([
      { ms: 100, kind: 'rise', title: 'rise' },
      { ms: 300, kind: 'set', title: 'Sun sets' },
    ]);
  });

  it('are found near a moment', () => {
    const events = readEvents([FRAME]);
    expect(eventNear(events, 180, 100)?.ms).toBe(100);
    expect(eventNear(events, 210, 100)?.ms).toBe(300);
    expect(eventNear(events, 210, 10)).toBeNull();
  });
});
