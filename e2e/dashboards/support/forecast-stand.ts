/**
 * A service over a small store of its own, filled with a month of made-up observations and forecasts that end now, and
 * a preview that asks it: `tsx e2e/dashboards/support/forecast-stand.ts PORT`. What the dashboard of forecasts looks
 * like must not depend on what was recorded when.
 */
import {
  FORECAST_TARGETS,
  STATE,
  validAtMs,
  type DocumentRecord,
  type ForecastTarget,
  DAY_MS,
  HOUR_MS,
} from '@orrery/contract';
import {
  cardOf,
  championState,
  documentOf,
  driftState,
  emptyStores,
  forecastOf,
  leadsOf,
  observationOf,
  retrainingState,
  seriesEntryOf,
  startTestService,
  type StoreLists,
} from '@orrery/backend/testing';
import { createPreviewServer } from '@orrery/preview/server';

const OBSERVED_DAYS = 100;
const ISSUED_DAYS = 35;

/** A smooth course with a storm that passes: enough to tell a good forecast from a bad one. */
const COURSES: Readonly<Record<ForecastTarget, (days: number) => number>> = {
  kp: (d) =>
    kpOf(2 + 1.2 * Math.sin(d * 1.7) + 0.8 * Math.sin(d * 7.1) + 5 * bump(d + 2, 0.35) + 5.4 * bump(d - 1.2, 0.3)),
  solarWindSpeed: (d) =>
    420 + 90 * Math.sin(d / 2.3) + 25 * Math.sin(d * 5) + 240 * bump(d + 1.6, 0.8) + 260 * bump(d - 1.4, 0.7),
  f107: (d) => 165 + 22 * Math.sin((d * 2 * Math.PI) / 27),
  dst: (d) => -12 - 8 * Math.sin(d * 1.7) - 120 * bump(d + 1.8, 0.5) - 150 * bump(d - 1.5, 0.5),
};
/** How wrong forecasts of a target are: at once, and what every day ahead adds. */
const ERRORS: Readonly<Record<ForecastTarget, readonly [number, number]>> = {
  kp: [0.5, 0.25],
  solarWindSpeed: [25, 20],
  f107: [4, 0.5],
  dst: [6, 8],
};

const bump = (x: number, width: number): number => Math.exp(-((x / width) ** 2));
const kpOf = (value: number): number => Math.round(Math.min(9, Math.max(0, value)) * 3) / 3;
/** Between −1 and 1, the same for the same numbers. */
const noise = (a: number, b: number): number =>
  2 * ((Math.abs(Math.sin(a * 12.9898 + b * 78.233)) * 43_758.5453) % 1) - 1;

function issueAt(target: ForecastTarget, issuedAtMs: number, nowMs: number, last: boolean): DocumentRecord {
  const [base, slope] = ERRORS[target];
  const leads = leadsOf(target);
  const sigma = leads.map((lead) => base + (slope * lead) / 24);
  const value = leads.map((lead, i) => {
    const days = (validAtMs(target, issuedAtMs, lead) - nowMs) / DAY_MS;
    return COURSES[target](days) + 0.8 * (sigma[i] ?? 0) * noise(issuedAtMs / HOUR_MS, lead);
  });
  const by = (z: number): number[] => value.map((one, i) => one + z * (sigma[i] ?? 0));
  const floor = (list: number[]): number[] =>
    target === 'kp' ? list.map((one) => Math.min(9, Math.max(0, one))) : list;
  const chance = (kp: number): number[] =>
    value.map((one, i) => 1 / (1 + Math.exp(((kp - one) / (sigma[i] ?? 1)) * 1.7)));
  const storms = { p5: chance(5), p6: chance(6), p7: chance(7), storm: value.map((one) => (one >= 4.6 ? 1 : 0)) };
  return forecastOf(target, issuedAtMs, {
    version: `${target}-1`,
    value: floor(value),
    median: floor(value),
    lower80: floor(by(-1.28)),
    upper80: floor(by(1.28)),
    lower95: floor(by(-1.96)),
    upper95: floor(by(1.96)),
    ...(target === 'kp' ? storms : {}),
    ...(last && target === 'kp'
      ? { missing: ['solarWindDensity'], notices: ['The solar wind has no density: the bands are wider.'] }
      : {}),
  });
}

function fillTarget(stores: StoreLists, target: ForecastTarget, nowMs: number): void {
  const { series, stepMs } = FORECAST_TARGETS[target];
  const lastMs = Math.floor(nowMs / stepMs) * stepMs;
  for (let timeMs = lastMs - OBSERVED_DAYS * DAY_MS; timeMs < lastMs; timeMs += stepMs)
    stores.observations.push(observationOf(series, timeMs, COURSES[target]((timeMs - nowMs) / DAY_MS)));
  for (let issuedAtMs = lastMs - ISSUED_DAYS * DAY_MS; issuedAtMs <= lastMs; issuedAtMs += stepMs)
    stores.documents.push(issueAt(target, issuedAtMs, nowMs, issuedAtMs === lastMs));
  stores.documents.push(cardOf(target, `${target}-1`));
  stores.state.push(championState(target, `${target}-1`));
}

function filled(nowMs: number): StoreLists {
  const stores = emptyStores();
  const targets = Object.keys(FORECAST_TARGETS) as ForecastTarget[];
  for (const target of targets) fillTarget(stores, target, nowMs);
  const entries = targets.map((id) =>
    seriesEntryOf(FORECAST_TARGETS[id].series, FORECAST_TARGETS[id].stepMs, {
      title: TITLES[id],
      unit: FORECAST_TARGETS[id].unit,
    }),
  );
  stores.state.push({ key: STATE.series.key(), value: entries, atMs: nowMs });
  for (let day = 3; day >= 0; day--) {
    const drifted = day === 1;
    const more = {
      version: 'kp-1',
      drifted,
      ...(drifted ? {} : { reasons: [], features: [{ feature: 'bz', psi: 0.08, ks: 0.05, n: 720 }] }),
    };
    stores.state.push(driftState('kp', nowMs - day * DAY_MS, more));
  }
  stores.state.push(retrainingState('kp', nowMs - DAY_MS + HOUR_MS));
  const storm = { kind: 'geomagneticStorm', magnitude: 'Kp 7', magnitudeValue: 7 };
  stores.documents.push(
    documentOf('spaceWeatherEvent', 'GST-001', nowMs - 2 * DAY_MS, storm, { title: 'Geomagnetic storm, Kp 7' }),
  );
  return stores;
}

const TITLES: Readonly<Record<ForecastTarget, string>> = {
  kp: 'Kp',
  solarWindSpeed: 'Solar wind speed',
  f107: 'F10.7',
  dst: 'Dst',
};

const service = await startTestService({ filled: filled(Date.now()) });
const preview = createPreviewServer({
  port: Number(process.argv[2] ?? 4391),
  serviceUrl: service.url,
});
process.stdout.write(`Stand: ${await preview.start()}\n`);
const leave = (): void => void Promise.all([preview.stop(), service.stop()]).then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, leave);
