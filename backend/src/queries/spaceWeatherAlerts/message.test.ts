import { describe, expect, it } from 'vitest';
import { readMessage } from './message.ts';

describe('a message of SWPC', () => {
  it.each([
    ['ALTK04', 'ALERT: Geomagnetic K-index of 4 \nThreshold Reached: 2026 Jun 13 2059 UTC', 'alert', null, 4],
    ['WARK04', 'EXTENDED WARNING: Geomagnetic K-index of 4 expected', 'warning', null, 4],
    ['ALTK07', 'ALERT: Geomagnetic K-index of 7\nNOAA Scale: G3 - Strong', 'alert', 'G3', 7],
    ['ALTEF3', 'ALERT: Electron 2MeV Integral Flux exceeded 1000pfu \nStation: GOES-19', 'alert', null, null],
    [
      'WATA50',
      'WATCH: Geomagnetic Storm Category G4 Predicted\n\nHighest Storm Level Predicted by Day:\nMay 10:  G2 (Moderate)   May 11:  G4 (Severe)   May 12:  G3 (Strong)',
      'watch',
      'G4',
      null,
    ],
    ['SUMX01', 'SUMMARY: X-ray Event exceeded X1\nNOAA Scale: R3 - Strong', 'summary', 'R3', null],
    ['SUMSUD', 'A sudden impulse.', 'summary', null, null],
    [null, 'A message of another form.', null, null, null],
  ])('%s: %j is a %s of scale %s and Kp %s', (code, text, kind, scale, kp) => {
    expect(readMessage(code, text)).toEqual({ kind, scale, kp });
  });
});
