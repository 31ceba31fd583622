import { FORECAST_TARGET_NAMES, type ForecastTarget, DAY_MS } from '@orrery/contract';
import { celestrak, historyFileOf, writeDirect } from '@orrery/etl-worker';
import { documentOf, readHistoryFiles, shippedBytes } from '@orrery/etl-worker/forecast';
import { backtest, decodeModel, type History } from '@orrery/forecast';
import type { Stores } from '@orrery/stores';
import type { Logger } from '@orrery/telemetry';
import { findRecordings } from './recordings.ts';

/** F10.7 is looked back on for a year, all else for three rotations of the Sun. */
const LOOK_BACK_DAYS = 430;
const INDICES = 'SW-Last5Years.csv';

export interface PastOptions {
  /** Folder of recordings with the history of the inputs. */
  readonly folder: string;
  /** Forecasts are issued from `days` before this moment until it, epoch ms UTC. */
  readonly untilMs: number;
  readonly days: number;
  readonly stores: Pick<Stores, 'series' | 'archive' | 'documents'>;
  readonly logger: Logger;
  readonly shipped?: typeof shippedBytes;
}

/**
 * What a service has that was there for weeks before a replay begins: the daily indices that its models look back on,
 * and forecasts that can be compared with what came. Each is made by the shipped model from what was known at its
 * moment. Resolves with the number of forecasts.
 */
export async function writePast(options: PastOptions): Promise<number> {
  await writeIndices(options);
  const count = await issueForecasts(options);
  options.logger.info({ forecasts: count, days: options.days }, 'the days before the replay are filled');
  return count;
}

/** Kp, ap and F10.7 of the days that were over. */
async function writeIndices({ folder, untilMs, stores }: PastOptions): Promise<void> {
  const url = new URL(`http://celestrak.invalid/SpaceData/${INDICES}`);
  const answer = celestrak.recording.answer(findRecordings(folder), { url, nowMs: untilMs, turn: 0 });
  const file = historyFileOf(INDICES);
  if (file === null || answer === null || answer === 'nothingYet') return;
  await writeDirect(stores, file.parse({ body: answer.body, retrievedAtMs: untilMs }).records);
}

async function issueForecasts(options: PastOptions): Promise<number> {
  const { folder, untilMs, logger } = options;
  const { history } = readHistoryFiles(folder, untilMs - LOOK_BACK_DAYS * DAY_MS);
  let count = 0;
  for (const target of FORECAST_TARGET_NAMES) {
    try {
      count += await issueTarget(options, history, target);
    } catch (error) {
      // As with the models that are deployed: a broken file must not keep the data from flowing.
      logger.error({ target, err: error }, 'the days before the replay have no forecasts of this target');
    }
  }
  return count;
}

async function issueTarget(options: PastOptions, history: History, target: ForecastTarget): Promise<number> {
  const { untilMs, days, stores, shipped = shippedBytes } = options;
  const bytes = shipped(target);
  if (bytes === null) return 0;
  const model = decodeModel(bytes);
  const bodies = [...backtest(model, history, [], untilMs - days * DAY_MS, untilMs - 1)];
  const issued = bodies.filter(({ value }) => value.some((one) => one !== null));
  await writeDirect(
    stores,
    issued.map((body) => documentOf(model, body, body.issuedAtMs)),
  );
  return issued.length;
}
