import { FORECAST_TARGET_NAMES } from '@orrery/contract';
import { backtest, decodeChampion } from '@orrery/forecast';
import type { Stores } from '@orrery/stores';
import type { Logger } from '@orrery/telemetry';
import { writeDirect } from '../flow/direct.ts';
import { readHistoryFiles } from '../forecast/history/files.ts';
import { documentOf } from '../forecast/issue/issue.ts';
import { shippedBytes } from '../forecast/registry/shipped.ts';

const DAY_MS = 86_400_000;
/** F10.7 is looked back on for a year, all else for three rotations of the Sun. */
const LOOK_BACK_DAYS = 430;

export interface PastForecastsOptions {
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
 * Forecasts of the days before a replay begins, so that there is something to compare with what came: each is made by
 * the shipped model from what was known at its moment. Resolves with how many.
 */
export async function issuePastForecasts(options: PastForecastsOptions): Promise<number> {
  const { folder, untilMs, days, stores, logger, shipped = shippedBytes } = options;
  const { history } = readHistoryFiles(folder, untilMs - LOOK_BACK_DAYS * DAY_MS);
  let count = 0;
  for (const target of FORECAST_TARGET_NAMES) {
    const bytes = shipped(target);
    if (bytes === null) continue;
    const champion = decodeChampion(bytes);
    const bodies = [...backtest(champion, history, [], untilMs - days * DAY_MS, untilMs - 1)];
    const issued = bodies.filter(({ value }) => value.some((one) => one !== null));
    await writeDirect(
      stores,
      issued.map((body) => documentOf(champion, body, body.issuedAtMs)),
    );
    count += issued.length;
  }
  logger.info({ forecasts: count, days }, 'forecasts of the days before the replay');
  return count;
}
