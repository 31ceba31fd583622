import {
  FORECAST_TARGETS,
  STATE,
  type ChampionState,
  type DocumentRecord,
  type ForecastBody,
  type ForecastTarget,
  type ModelCard,
  DAY_MS,
  HOUR_MS,
} from '@orrery/contract';
import { readState } from '@orrery/stores/typed';
import { readable } from './documents.ts';
import type { DocumentReader, Readers } from './readers.ts';

/** The latest forecast is looked for in ever longer spans before the moment: documents of all targets lie together. */
const LOOK_BACK_STEPS = 3;
const LOOK_BACK_MS = 40 * DAY_MS;
const MAX_MODELS = 500;

type Stores = Pick<Readers, 'documents' | 'state'>;

/** Which forecasts of a target. */
export interface ForecastChoice {
  readonly target: ForecastTarget;
  readonly model?: string | undefined;
  readonly version?: string | undefined;
}

/** A forecast as it was issued, and when it was written down. */
export interface Issued {
  readonly body: ForecastBody;
  readonly retrievedAtMs: number;
}

export interface IssuedForecasts {
  /** In order of issue, one a moment. */
  readonly issued: readonly Issued[];
  /** There were more than the limit; the oldest are missing. */
  readonly cut: boolean;
}

/** What forecasts the target now; null where nothing was deployed. */
export async function championOf(state: Readers['state'], target: ForecastTarget): Promise<ChampionState | null> {
  return readState(state, STATE.champions, target);
}

/** Cards of all models, newest first; what cannot be read is left out. */
export async function modelCards(documents: DocumentReader): Promise<readonly ModelCard[]> {
  const records = await documents.find('model', { limit: MAX_MODELS });
  return readable(documents, 'model', records)
    .map(({ body }) => body)
    .sort((a, b) => b.trainedAtMs - a.trainedAtMs || a.version.localeCompare(b.version));
}

/** The last forecast issued at or before `atMs`; null where there is none. */
export async function latestForecast(
  stores: Stores,
  choice: ForecastChoice,
  atMs: number,
  limit: number,
): Promise<Issued | null> {
  const { stepMs } = FORECAST_TARGETS[choice.target];
  for (const backMs of [LOOK_BACK_STEPS * stepMs, LOOK_BACK_MS, Infinity]) {
    const { issued } = await issuedForecasts(stores, choice, atMs - backMs, atMs, limit);
    const last = issued.at(-1);
    if (last) return last;
  }
  return null;
}

/**
 * Forecasts issued within the range, ends included; of several of one moment the champion's, else the one written last.
 */
export async function issuedForecasts(
  stores: Stores,
  choice: ForecastChoice,
  fromMs: number,
  toMs: number,
  limit: number,
): Promise<IssuedForecasts> {
  const range = { ...(Number.isFinite(fromMs) ? { fromMs } : {}), toMs };
  const [records, champion] = await Promise.all([
    stores.documents.find('forecast', { ...range, limit: limit + 1 }),
    championOf(stores.state, choice.target),
  ]);
  const best = new Map<number, Issued>();
  for (const record of records.slice(0, limit)) {
    const issued = readIssued(stores.documents, record, choice);
    if (!issued || issued.body.issuedAtMs < fromMs || issued.body.issuedAtMs > toMs) continue;
    const known = best.get(issued.body.issuedAtMs);
    if (!known || isBetter(issued, known, champion?.version)) best.set(issued.body.issuedAtMs, issued);
  }
  const issued = [...best.values()].sort((a, b) => a.body.issuedAtMs - b.body.issuedAtMs);
  return { issued, cut: records.length > limit };
}

/** Ids are `<target>:<issuedAtMs>:<version>`: most documents of other targets are never parsed. */
function readIssued(
  documents: DocumentReader,
  record: DocumentRecord,
  { target, model, version }: ForecastChoice,
): Issued | null {
  if (!record.id.startsWith(`${target}:`)) return null;
  const body = readable(documents, 'forecast', [record])[0]?.body;
  if (body === undefined || (model ?? body.model) !== body.model || (version ?? body.version) !== body.version)
    return null;
  return { body, retrievedAtMs: record.retrievedAtMs };
}

function isBetter(one: Issued, other: Issued, champion: string | undefined): boolean {
  if ((one.body.version === champion) !== (other.body.version === champion)) return one.body.version === champion;
  return one.retrievedAtMs > other.retrievedAtMs;
}

/** Every lead of a target, hours. */
export function leadsOf(target: ForecastTarget): readonly number[] {
  const { stepMs, leads } = FORECAST_TARGETS[target];
  return Array.from({ length: leads }, (_, i) => ((i + 1) * stepMs) / HOUR_MS);
}
