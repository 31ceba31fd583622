import {
  FORECAST_TARGETS,
  STATE,
  validAtMs,
  type DocumentRecord,
  type DriftReport,
  type ForecastBody,
  type ForecastTarget,
  type ModelCard,
  type Retraining,
  type SkillRow,
  DAY_MS,
} from '@orrery/contract';
import { leadsOf } from '../data/forecasts.ts';
import { documentOf, NOON } from './filled-stores.ts';
import type { StoreLists } from './store-lists.ts';

const VERSION = 'kp-2024.1';

/** The value that a test forecast says of a lead: it rises by a tenth a step from `start`. */
const said = (start: number, count: number): number[] => Array.from({ length: count }, (_, i) => start + i / 10);

/** A forecast with bands of ±1 and ±2 and, of Kp, rising probabilities. */
export function forecastOf(
  target: ForecastTarget,
  issuedAtMs: number,
  more: Partial<ForecastBody> = {},
  start = 2,
): DocumentRecord {
  const leadHours = [...leadsOf(target)];
  const value = said(start, leadHours.length);
  const by = (delta: number): number[] => value.map((one) => one + delta);
  const storms = {
    p5: value.map((_, i) => i / 48),
    p6: value.map((_, i) => i / 96),
    p7: value.map((_, i) => i / 192),
    storm: value.map((_, i) => (i > 20 ? 1 : 0)),
  };
  const body: ForecastBody = {
    target,
    model: 'blend',
    version: VERSION,
    issuedAtMs,
    leadHours,
    validAtMs: leadHours.map((lead) => validAtMs(target, issuedAtMs, lead)),
    value,
    median: by(-0.1),
    lower80: by(-1),
    upper80: by(1),
    lower95: by(-2),
    upper95: by(2),
    ...(target === 'kp' ? storms : {}),
    missing: [],
    official: true,
    notices: [],
    ...more,
  };
  const id = `${target}:${issuedAtMs}:${body.version}`;
  const title = `Forecast of ${FORECAST_TARGETS[target].title}`;
  const timeEndMs = issuedAtMs + (leadHours.at(-1) ?? 0) * 3_600_000;
  return documentOf('forecast', id, issuedAtMs, body, { title, timeEndMs, retrievedAtMs: issuedAtMs + 60_000 });
}

const skillRow = (leadHours: number): SkillRow => ({
  leadHours,
  n: 5000,
  rmse: 1 + leadHours / 100,
  rmseLow: 0.9 + leadHours / 100,
  rmseHigh: 1.1 + leadHours / 100,
  mae: 0.8,
  bias: -0.02,
  crps: 0.6,
  coverage80: 0.8,
  coverage95: 0.95,
  rivals: {
    persistence: 2 + leadHours / 50,
    mean24h: 1.5,
    recurrence: 1.6,
    climatology: 1.36,
    ridge: 1.2 + leadHours / 100,
  },
  events: 200,
  pod: 0.5,
  far: 0.4,
  hss: 0.45,
  tss: 0.48,
  brierSkill: 0.3,
});

/** The card of a model that was trained half a year before the day of the filled stores. */
export function cardOf(target: ForecastTarget, version: string, more: Partial<ModelCard> = {}): DocumentRecord {
  const trainedAtMs = NOON - 180 * DAY_MS;
  const card: ModelCard = {
    target,
    version,
    model: 'blend',
    trainedAtMs,
    codeVersion: '0.1.0',
    seed: 1,
    dataFromMs: Date.UTC(1998, 0, 1),
    dataToMs: Date.UTC(2025, 0, 1),
    dataHash: 'd'.repeat(64),
    weightsHash: 'a'.repeat(64),
    weightsBlob: `model:${version}`,
    weightsBytes: 350_000,
    features: ['kp0', 'kp1', 'v'],
    members: [
      { model: 'gradientBoosting', weight: 0.6 },
      { model: 'neural', weight: 0.4 },
    ],
    heldOut: { fromMs: Date.UTC(2015, 0, 1), toMs: Date.UTC(2025, 0, 1), trainedToMs: Date.UTC(2013, 0, 1) },
    skill: leadsOf(target).map(skillRow),
    reliability:
      target === 'kp'
        ? [
            { probability: 0.05, observed: 0.04, n: 9000 },
            { probability: 0.6, observed: 0.55, n: 120 },
          ]
        : [],
    notes: [],
    ...more,
  };
  return documentOf('model', `${target}:${version}`, trainedAtMs, card, { title: version });
}

export const championState = (target: ForecastTarget, version: string) => ({
  key: STATE.champions.key(target),
  value: { version, sinceMs: NOON - 30 * DAY_MS, reason: 'ships with the project', previous: [] },
  atMs: NOON - 30 * DAY_MS,
});

export const driftState = (target: ForecastTarget, atMs: number, more: Partial<DriftReport> = {}) => ({
  key: STATE.drifts.key(target, atMs),
  value: {
    target,
    version: VERSION,
    atMs,
    fromMs: atMs - 30 * DAY_MS,
    toMs: atMs,
    drifted: true,
    reasons: ['PSI of bz 0.31 is above 0.25'],
    features: [
      { feature: 'bz', psi: 0.31, ks: 0.12, n: 720 },
      { feature: 'kp0', psi: 0.05, ks: 0.04, n: 240 },
    ],
    errors: [{ leadHours: 3, cusum: 2, limit: 8, coverage80: 0.78, n: 240 }],
    ...more,
  } satisfies DriftReport,
  atMs,
});

export const retrainingState = (target: ForecastTarget, atMs: number, more: Partial<Retraining> = {}) => ({
  key: STATE.retrainings.key(target, atMs),
  value: {
    target,
    atMs,
    reason: 'drift of bz',
    outcome: 'kept',
    finishedMs: atMs + 1_800_000,
    championVersion: VERSION,
    challengerVersion: 'kp-2025.1',
    championScore: 1.1,
    challengerScore: 1.12,
    note: 'the challenger was no better',
    ...more,
  } satisfies Retraining,
  atMs,
});

/** Adds to stores a model of Kp in use with a forecast of noon, a drift check and its outcome. */
export function withForecasts(stores: StoreLists): StoreLists {
  stores.documents.push(
    cardOf('kp', VERSION),
    cardOf('f107', 'f107-2024.1'),
    forecastOf('kp', NOON),
    forecastOf('kp', NOON - 3 * 3_600_000),
  );
  stores.documents.push(forecastOf('f107', NOON - 12 * 3_600_000, { version: 'f107-2024.1' }, 150));
  stores.state.push(championState('kp', VERSION), driftState('kp', NOON), retrainingState('kp', NOON + 60_000));
  return stores;
}
