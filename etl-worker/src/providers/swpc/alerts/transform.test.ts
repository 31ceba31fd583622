import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import {
  at,
  expectGarbageToBeSetAside,
  expectNeverToThrow,
  expectOrderNotToMatter,
  garbageRow,
  rawOf,
} from '../../../testing/transforms.ts';
import { transformAlerts } from './transform.ts';

const extended = {
  product_id: 'K04W',
  issue_datetime: '2026-06-13 23:50:00.000',
  message:
    'Space Weather Message Code: WARK04\r\nSerial Number: 5365\r\nIssue Time: 2026 Jun 13 2350 UTC\r\n\r\n' +
    'EXTENDED WARNING: Geomagnetic K-index of 4 expected\r\nExtension to Serial Number: 5364\r\n' +
    'Valid From: 2026 Jun 13 0126 UTC\r\nNow Valid Until: 2026 Jun 14 1200 UTC\r\n',
};
const plain = { product_id: 'XXX', issue_datetime: '2026-06-14 00:00:00', message: 'A message of another form.' };
const feed = { transform: transformAlerts, parts: [extended, plain] as readonly unknown[], join: JSON.stringify };

describe('an alert', () => {
  it('has code and number for its id, its validity for its time, and is linked to what it extends', () => {
    expect(transformAlerts(rawOf(JSON.stringify([extended]))).records[0]).toMatchObject({
      collection: 'alert',
      id: 'WARK04-5365',
      title: 'EXTENDED WARNING: Geomagnetic K-index of 4 expected',
      timeMs: at('2026-06-13T01:26:00Z'),
      timeEndMs: at('2026-06-14T12:00:00Z'),
      linked: ['WARK04-5364'],
    });
  });

  it('of an unknown form is kept under its product and time of issue', () => {
    expect(transformAlerts(rawOf(JSON.stringify([plain]))).records[0]).toMatchObject({
      id: `XXX-${at('2026-06-14T00:00:00Z')}`,
      title: 'A message of another form.',
      timeEndMs: null,
      linked: [],
    });
  });

  it('does not depend on the order of rows', () => expectOrderNotToMatter(feed));
  it('loads whatever stands beside it', () => expectGarbageToBeSetAside(feed, garbageRow));
  it('never throws', () => expectNeverToThrow(transformAlerts));
});

describeWithSharedData('recorded alerts', () => {
  it('are three, each with the time it is about', () => {
    const result = transformAlerts(rawOf(readShared('nasa-jpl-responses/transcribed/swpc_alerts.sample.json')));
    expect(result.rejects).toEqual([]);
    expect(result.records.map((r) => r.kind === 'document' && [r.id, r.timeMs])).toEqual([
      ['WARK04-5364', at('2026-06-13T01:26:00Z')],
      ['ALTEF3-3699', at('2026-06-13T13:32:00Z')],
      ['ALTK04-2666', at('2026-06-13T20:59:00Z')],
    ]);
  });
});
