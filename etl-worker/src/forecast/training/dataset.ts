import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { gunzip, gunzipSync, gzip } from 'node:zlib';
import { OrreryError, type ForecastTarget, DAY_MS } from '@orrery/contract';
import {
  endOf,
  INPUT_NAMES,
  TARGET_SPECS,
  type Column,
  type History,
  type Input,
  type OfficialForecast,
  type Spans,
} from '@orrery/forecast';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Data and settings of a training; the same dataset gives the same model. */
export interface Dataset {
  readonly target: ForecastTarget;
  readonly history: History;
  readonly officials: readonly OfficialForecast[];
  readonly spans: Spans;
  /** Steps issued in this span are held out: both models are scored there. */
  readonly heldOut: { readonly fromMs: number; readonly toMs: number };
  readonly seed: number;
  readonly trainedAtMs: number;
  readonly codeVersion: string;
}

/** The last half year is held out: both halves of the seasonal variation. */
const HELD_OUT_MS = 183 * DAY_MS;
/** The least held-out span on which two models are compared. */
export const LEAST_HELD_OUT_MS = 30 * DAY_MS;
/** Where the history is shorter than the recipe assumes, the walk covers the last two fifths of it. */
const WALK_SHARE = 0.4;
const FOLDS = 4;

/**
 * Spans of a training on all data: half a year is held out, but nothing that the champion was trained on. With
 * `validateToMs` the held-out span begins there, whatever its length. Throws `invalidRequest` where the held-out span
 * would be too short.
 */
export function spansFor(
  target: ForecastTarget,
  history: History,
  championDataToMs: number | null,
  validateToMs: number | null = null,
): Pick<Dataset, 'spans' | 'heldOut'> {
  const own = history[TARGET_SPECS[target].input];
  const toMs = endOf(own);
  const heldFromMs = validateToMs ?? Math.max(toMs - HELD_OUT_MS, championDataToMs ?? -Infinity);
  if (own.values.length === 0)
    throw new OrreryError('invalidRequest', `train ${target}: nothing is known of it. Load history first.`);
  if (validateToMs === null && toMs - heldFromMs < LEAST_HELD_OUT_MS) {
    const days = Math.max(0, Math.floor((toMs - heldFromMs) / DAY_MS));
    const message = `train ${target}: only ${days} days are newer than what the champion has learned from; ${LEAST_HELD_OUT_MS / DAY_MS} are needed to judge a new model against it.`;
    throw new OrreryError('invalidRequest', message);
  }
  const { firstFoldMs } = TARGET_SPECS[target];
  const shortMs = heldFromMs - WALK_SHARE * (heldFromMs - own.startMs);
  const isLong = firstFoldMs > own.startMs && firstFoldMs <= shortMs;
  return {
    spans: { trainToMs: isLong ? firstFoldMs : shortMs, validateToMs: heldFromMs, folds: FOLDS },
    heldOut: { fromMs: heldFromMs, toMs },
  };
}

/** Bytes of a dataset; the same dataset gives the same bytes. */
export async function encodeDataset(dataset: Dataset): Promise<Uint8Array> {
  // Copied, since serialising a view includes its whole buffer.
  const whole = (column: Column): Column => ({ ...column, values: column.values.slice() });
  const columns = INPUT_NAMES.map((name): [Input, Column] => [name, whole(dataset.history[name])]);
  return compress(serialize({ ...dataset, history: Object.fromEntries(columns) }));
}

export const decodeDataset = async (bytes: Uint8Array): Promise<Dataset> =>
  deserialize(await decompress(bytes)) as Dataset;

/** Synchronous `decodeDataset`, for use in a worker thread. */
export const decodeDatasetSync = (bytes: Uint8Array): Dataset => deserialize(gunzipSync(bytes)) as Dataset;
