import { STATE, type ForecastTarget, type Retraining, DAY_MS } from '@orrery/contract';
import type { StateStore } from '@orrery/stores';
import { listState, readState, writeState } from '@orrery/stores/typed';
import type { ForecastContext } from '../context.ts';
import { forecastJobIds } from '../jobs.ts';

/** A training that fails, for want of memory for example, is tried twice more. */
export const STAGE_RETRIES = { attempts: 3, backoffMs: 30_000 } as const;

const WEEK_MS = 7 * DAY_MS;

/** The state of a training, or null. */
export async function readRetraining(
  state: Pick<StateStore, 'get'>,
  target: ForecastTarget,
  atMs: number,
): Promise<Retraining | null> {
  return readState(state, STATE.retrainings, target, atMs);
}

/** Updates the state of a training. */
export async function noteRetraining(
  state: Pick<StateStore, 'get' | 'put'>,
  target: ForecastTarget,
  atMs: number,
  change: Partial<Retraining>,
): Promise<Retraining> {
  const next = { ...((await readRetraining(state, target, atMs)) ?? fresh(target, atMs)), ...change };
  await writeState(state, STATE.retrainings, [target, atMs], next, atMs);
  return next;
}

const fresh = (target: ForecastTarget, atMs: number): Retraining => ({
  target,
  atMs,
  reason: '',
  outcome: 'queued',
  finishedMs: null,
  championVersion: null,
  challengerVersion: null,
  championScore: null,
  challengerScore: null,
  note: '',
});

/** Requests a training by queueing its first stage. The same target and moment are the same training. */
export async function requestTraining(
  context: ForecastContext,
  target: ForecastTarget,
  atMs: number,
  reason: string,
): Promise<void> {
  const { stores, queue, metrics, logger } = context;
  if ((await readRetraining(stores.state, target, atMs)) === null) {
    await noteRetraining(stores.state, target, atMs, { reason });
    metrics.retrainings.inc({ target, outcome: 'queued' });
    logger.info({ target, atMs, reason }, 'training asked for');
  }
  const id = forecastJobIds.training('forecastPrepare', target, atMs);
  await queue.add({ type: 'forecastPrepare', target, atMs }, { id, ...STAGE_RETRIES });
}

/** Whether a training of the target was requested in the week before `atMs`; the limit is one a week. */
export async function isLatelyTrained(
  { stores }: Pick<ForecastContext, 'stores'>,
  target: ForecastTarget,
  atMs: number,
): Promise<boolean> {
  const [last] = await listState(stores.state, STATE.retrainings, [target], 1);
  return last !== undefined && last.atMs !== atMs && atMs - last.atMs < WEEK_MS;
}
