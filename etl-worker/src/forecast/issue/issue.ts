import {
  FORECAST_TARGETS,
  forecastBodySchema,
  type DocumentRecord,
  type ForecastBody,
  type ForecastTarget,
  HOUR_MS,
} from '@orrery/contract';
import { valueAt, type TrainedModel, type History } from '@orrery/forecast';
import { UnrecoverableJobError, type JobOf } from '@orrery/pipeline';
import type { ForecastContext } from '../context.ts';
import { readOfficial } from '../history/official.ts';
import { readRecent } from '../history/read.ts';
import { FORECAST_SOURCE } from '../registry/registry.ts';
import { knownUntil } from './due.ts';

/**
 * Issues the forecast of a moment and publishes it. Issued forecasts are never changed: where one of the moment exists
 * nothing is done, and of two made by a crash or a second worker the sink keeps the first (`insertOnly`).
 */
export async function issue(context: ForecastContext, { target, issuedAtMs }: JobOf<'forecastIssue'>): Promise<void> {
  const { registry, stores, stream, clock, logger, metrics } = context;
  if (await isIssued(context, target, issuedAtMs)) return;
  const champion = await registry.loadChampion(target);
  if (champion === null) throw new UnrecoverableJobError(`There is no model of ${target} to forecast with.`);
  const end = metrics.seconds.startTimer({ target });
  const history = await readRecent(stores, issuedAtMs);
  const official = target === 'kp' ? await readOfficial(stores, issuedAtMs) : null;
  const body = withLateness(champion.forecast({ history, issuedAtMs, official }), history);
  const seconds = end();
  await stream.publish('documents', [documentOf(champion, body, clock.now())]);
  const outcome = body.value.every((value) => value === null) ? 'abstained' : 'issued';
  metrics.issued.inc({ target, outcome });
  const { version, missing, notices } = body;
  const line = {
    target,
    version,
    issuedAtMs,
    outcome,
    official: body.official,
    missing,
    notices,
    durationMs: Math.round(1000 * seconds),
  };
  if (outcome === 'issued') logger.info(line, 'forecast issued');
  else logger.warn(line, 'forecast abstained');
}

/** Whether a forecast of the moment exists, by the champion or a former one. */
export async function isIssued(
  { registry, stores }: ForecastContext,
  target: ForecastTarget,
  issuedAtMs: number,
): Promise<boolean> {
  const champion = await registry.champion(target);
  if (champion === null) return false;
  const versions = [champion.version, ...champion.previous.map(({ version }) => version)];
  const ids = versions.map((version) => forecastId(target, issuedAtMs, version));
  return (await stores.documents.find('forecast', { ids })).length > 0;
}

export const forecastId = (target: ForecastTarget, issuedAtMs: number, version: string): string =>
  `${target}:${issuedAtMs}:${version}`;

/** Adds a notice where the last step of the target was still unknown. */
function withLateness(body: ForecastBody, history: History): ForecastBody {
  const { target, issuedAtMs } = body;
  const { title, stepMs } = FORECAST_TARGETS[target];
  if (!Number.isNaN(valueAt(history[target], issuedAtMs - stepMs))) return body;
  const untilMs = knownUntil(history[target], issuedAtMs);
  const since =
    untilMs === null ? 'nothing of it is known' : `it is known until ${new Date(untilMs).toISOString().slice(0, 16)}Z`;
  const hours = (stepMs / HOUR_MS).toFixed(0);
  const notice = `${title} of the last ${hours} h was not there yet; ${since}.`;
  return { ...body, missing: [...new Set([...body.missing, target])], notices: [...body.notices, notice] };
}

/** The record of an issued forecast. */
export function documentOf({ version }: TrainedModel, body: ForecastBody, retrievedAtMs: number): DocumentRecord {
  const { target, issuedAtMs } = forecastBodySchema.parse(body);
  return {
    kind: 'document',
    collection: 'forecast',
    id: forecastId(target, issuedAtMs, version),
    timeMs: issuedAtMs,
    timeEndMs: issuedAtMs + (body.leadHours.at(-1) ?? 0) * HOUR_MS,
    title: `Forecast of ${FORECAST_TARGETS[target].title}`,
    linked: [`${target}:${version}`],
    body: JSON.stringify(body),
    source: FORECAST_SOURCE,
    retrievedAtMs,
  };
}
