import {
  FORECAST_TARGETS,
  STATE,
  type DocumentRecord,
  type DriftReport,
  type ForecastTarget,
  DAY_MS,
} from '@orrery/contract';
import { checkForDrift, TARGET_SPECS, watchedFeatures, type TrainedModel, type History } from '@orrery/forecast';
import type { JobOf } from '@orrery/pipeline';
import type { Stores } from '@orrery/stores';
import { writeState } from '@orrery/stores/typed';
import type { ForecastContext } from '../context.ts';
import { readHistory } from '../history/read.ts';
import { pairsOf, readIssued } from '../issue/issued.ts';
import { FORECAST_SOURCE } from '../registry/registry.ts';
import { LEAST_HELD_OUT_MS } from '../training/dataset.ts';
import { isLatelyTrained, requestTraining } from '../training/retraining.ts';

/** Shorter spans hold too few independent values to find more than gross changes (see `checkForDrift`). */
const SPAN_MS = 90 * DAY_MS;
/** Features look back three rotations of the Sun, F10.7 a year. */
const LOOK_BACK_MS = 400 * DAY_MS;
/** With fewer days of data a new installation cannot be distinguished from one with missing inputs. */
const WARM_UP_MS = 27 * DAY_MS;
const LEAST_MS = 30 * DAY_MS;

/**
 * Checks a target for drift: the inputs of its champion and the errors of issued forecasts, over the last 90 days. Null
 * with too little data.
 */
export async function driftOf(stores: Stores, champion: TrainedModel, atMs: number): Promise<DriftReport | null> {
  const { target, version, reference } = champion;
  const history = await readHistory(stores, atMs - SPAN_MS - LOOK_BACK_MS, atMs);
  const fromMs = Math.max(atMs - SPAN_MS, beginOf(history, target) + WARM_UP_MS);
  if (!(atMs - fromMs >= LEAST_MS)) return null;
  const spec = TARGET_SPECS[target];
  const { stepMs } = FORECAST_TARGETS[target];
  const startMs = Math.ceil(fromMs / stepMs) * stepMs;
  const moments = Array.from(
    { length: Math.floor((atMs - startMs) / spec.strideMs) + 1 },
    (_, i) => startMs + i * spec.strideMs,
  );
  const { names, matrix } = watchedFeatures(spec, history, moments);
  // A model of an earlier version may have other features; then only its errors are checked.
  const isSame =
    reference.features.length === names.length && reference.features.every(({ feature }, i) => feature === names[i]);
  const issued = await readIssued(stores.documents, target, fromMs, atMs, version);
  const leads = pairsOf(issued, history[spec.input]);
  return checkForDrift({
    target,
    version,
    atMs,
    fromMs,
    toMs: atMs,
    reference: isSame ? reference : { ...reference, features: [] },
    features: matrix,
    leads,
  });
}

const beginOf = (history: History, target: ForecastTarget): number => {
  const { startMs, values } = history[target];
  return values.length === 0 ? Infinity : startMs;
};

/**
 * The daily drift check: keeps its report; on drift it publishes an alert (an annotation for Grafana) and requests a
 * training, unless there was one in the week before or too few days are newer than the training data of the champion.
 */
export async function checkDrift(context: ForecastContext, { target, atMs }: JobOf<'forecastDrift'>): Promise<void> {
  const { registry, stores, stream, metrics, logger, clock } = context;
  const champion = await registry.loadChampion(target);
  const report = champion === null ? null : await driftOf(stores, champion, atMs);
  if (champion === null || report === null) {
    metrics.checks.inc({ target, outcome: 'tooLittle' });
    logger.debug({ target, atMs }, 'no drift check: no model, or too little data');
    return;
  }
  await writeState(stores.state, STATE.drifts, [target, atMs], report, atMs);
  for (const { feature, psi } of report.features) metrics.psi.set({ target, feature }, psi);
  metrics.drifted.set({ target }, report.drifted ? 1 : 0);
  metrics.checks.inc({ target, outcome: report.drifted ? 'drifted' : 'steady' });
  const line = { target, version: report.version, atMs, reasons: report.reasons };
  if (!report.drifted) return logger.info(line, 'no drift');
  logger.warn(line, 'drift');
  await stream.publish('documents', [alertOf(report, clock.now())]);
  if (atMs - champion.card.dataToMs < LEAST_HELD_OUT_MS)
    logger.info({ target }, 'no training is asked for: too few days are newer than what the model has learned from');
  else if (await isLatelyTrained(context, target, atMs))
    logger.info({ target }, 'a training was asked for in the week before, no other is');
  else await requestTraining(context, target, atMs, report.reasons.join('; '));
}

const alertOf = ({ target, version, atMs, fromMs, reasons }: DriftReport, retrievedAtMs: number): DocumentRecord => ({
  kind: 'document',
  collection: 'alert',
  id: `forecast-drift:${target}:${atMs}`,
  timeMs: atMs,
  timeEndMs: null,
  title: `Drift of ${FORECAST_TARGETS[target].title}`,
  linked: [`${target}:${version}`],
  body: JSON.stringify({
    product: 'forecast-drift',
    issuedAtMs: atMs,
    target,
    version,
    fromMs,
    reasons,
    text: reasons.join('\n'),
  }),
  source: FORECAST_SOURCE,
  retrievedAtMs,
});
