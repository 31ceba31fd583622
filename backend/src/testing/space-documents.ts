import { HOUR_MS, type DocumentRecord } from '@orrery/contract';
import { documentOf, NOON } from './filled-stores.ts';

/** Messages of SWPC, a grid of OVATION and small bodies, as the worker stores them. */
export const spaceDocuments = (): DocumentRecord[] => [...alerts(), ...auroraGrids(), ...smallBodies()];

function alerts(): DocumentRecord[] {
  const alert = {
    productId: 'K05A',
    code: 'ALTK05',
    serial: 1700,
    issuedAtMs: NOON + 60_000,
    text: 'Space Weather Message Code: ALTK05\n\nALERT: Geomagnetic K-index of 5\nNOAA Scale: G1 - Minor',
  };
  const warning = {
    productId: 'K04W',
    code: 'WARK04',
    serial: 5364,
    issuedAtMs: NOON - HOUR_MS,
    text: 'WARNING: Geomagnetic K-index of 4 expected',
  };
  const summary = { ...alert, productId: 'XX1S', code: 'SUMX01', text: 'SUMMARY: X-ray Event exceeded X1' };
  const drift = { product: 'forecast-drift', issuedAtMs: NOON, text: 'psi' };
  return [
    documentOf('alert', 'ALTK05-1700', NOON, alert, { title: 'ALERT: Geomagnetic K-index of 5' }),
    documentOf('alert', 'WARK04-5364', NOON - HOUR_MS, warning, {
      title: 'WARNING: Geomagnetic K-index of 4 expected',
      timeEndMs: NOON + 6 * HOUR_MS,
      linked: ['WARK04-5363'],
    }),
    documentOf('alert', 'SUMX01-12', NOON, summary, { title: 'SUMMARY: X-ray Event exceeded X1' }),
    documentOf('alert', `forecast-drift:kp:${NOON}`, NOON, drift, { title: 'Drift of Kp index' }),
  ];
}

/** A grid of 181 × 360 cells with just these `[latitude, longitude east, percent]`. */
function gridOf(cells: readonly (readonly [number, number, number])[]): number[][] {
  const values = Array.from({ length: 181 }, () => new Array<number>(360).fill(0));
  for (const [latitude, east, percent] of cells) values[latitude + 90]![east] = percent;
  return values;
}

function auroraGrids(): DocumentRecord[] {
  const grid = (forecastMs: number, values: number[][]) =>
    documentOf('aurora', new Date(forecastMs).toISOString(), forecastMs, {
      observedMs: forecastMs - HOUR_MS,
      forecastMs,
      unit: 'percent',
      values,
    });
  return [
    grid(NOON, gridOf([[65, 10, 80]])),
    grid(
      NOON + HOUR_MS,
      gridOf([
        [-70, 200, 3],
        [66, 0, 12],
        [66, 180, 7],
        [66, 181, 5],
      ]),
    ),
  ];
}

function smallBodies(): DocumentRecord[] {
  const apophis = {
    designation: '99942',
    fullName: '99942 Apophis (2004 MN4)',
    orbitClass: 'Aten',
    hazardous: true,
    epochJd: 2461000.5,
    elements: { e: 0.1911, a: 0.9224, q: 0.7461, i: 3.341, om: 203.9, w: 126.68, ma: 313.6, per: 323.6 },
    moidAu: 0.0001,
    absoluteMagnitude: 19.09,
    diameter: 340,
  };
  const eros = {
    designation: '433',
    fullName: '433 Eros (A898 PA)',
    orbitClass: 'Amor',
    hazardous: false,
    epochJd: 2461000.5,
    elements: { e: 0.2228, a: 1.458, q: 1.133, i: 10.83, om: 304.27, w: 178.93, ma: 310.55, per: 643.2 },
    moidAu: 0.148,
    absoluteMagnitude: 10.38,
    diameter: 16_840,
  };
  return [
    documentOf('smallBody', '99942', NOON, apophis, { title: apophis.fullName }),
    documentOf('smallBody', '433', NOON, eros, { title: eros.fullName }),
  ];
}
