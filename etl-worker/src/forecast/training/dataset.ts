import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { gunzip, gunzipSync, gzip } from 'node:zlib';
import { OrreryError, type ForecastTarget } from '@orrery/contract';
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
const DAY_MS = 86_400_000;

/** All that a training learns from and is judged on; the same dataset gives the same model. */
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

/** The last half year is held out: two equinoxes or solstices of weather that neither model has seen. */
const HELD_OUT_MS = 183 * DAY_MS;
/** Fewer days than these decide nothing between two models. */
export const LEAST_HELD_OUT_MS = 30 * DAY_MS;
/** Of what is learned from, the models walk forward through the last two fifths, at most eight years, in steps of a year or two. */
const WALK_SHARE = 0.4;
const MOST_WALK_MS = 8 * 365.25 * DAY_MS;
const FOLDS = 4;

/** Spans of a training on all that is known: what the champion has learned from is never held out. */
export function spansFor(
  target: ForecastTarget,
  history: History,
  championDataToMs: number | null,
): Pick<Dataset, 'spans' | 'heldOut'> {
  const { input } = TARGET_SPECS[target];
  const own = history[input];
  const toMs = endOf(own);
  const validateToMs = Math.max(toMs - HELD_OUT_MS, championDataToMs ?? -Infinity);
  if (own.values.length === 0 || toMs - validateToMs < LEAST_HELD_OUT_MS) {
    const days = Math.max(0, Math.floor((toMs - validateToMs) / DAY_MS));
    const message = `train ${target}: only ${days} days are newer than what the champion has learned from; ${LEAST_HELD_OUT_MS / DAY_MS} are needed to judge a new model against it.`;
    throw new OrreryError('invalidRequest', message);
  }
  const walkMs = Math.min(MOST_WALK_MS, WALK_SHARE * (validateToMs - own.startMs));
  return {
    spans: { trainToMs: validateToMs - walkMs, validateToMs, folds: FOLDS },
    heldOut: { fromMs: validateToMs, toMs },
  };
}

/** Bytes of a dataset; the same dataset gives the same bytes. */
export async function encodeDataset(dataset: Dataset): Promise<Uint8Array> {
  // A view would bring the whole memory that it looks into.
  const whole = (column: Column): Column => ({ ...column, values: column.values.slice() });
  const columns = INPUT_NAMES.map((name): [Input, Column] => [name, whole(dataset.history[name])]);
  return compress(serialize({ ...dataset, history: Object.fromEntries(columns) }));
}

export const decodeDataset = async (bytes: Uint8Array): Promise<Dataset> =>
  deserialize(await decompress(bytes)) as Dataset;

/** As `decodeDataset`, in a thread that has nothing else to do. */
export const decodeDatasetSync = (bytes: Uint8Array): Dataset => deserialize(gunzipSync(bytes)) as Dataset;
