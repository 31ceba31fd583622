import { CONSUMER_GROUPS, SINK_GROUPS } from './settings.ts';
import { expect, it } from 'vitest';

it('the sinks read with the groups whose lag the service shows', () => {
  expect(CONSUMER_GROUPS.map(({ group }) => group)).toEqual(Object.values(SINK_GROUPS));
});
