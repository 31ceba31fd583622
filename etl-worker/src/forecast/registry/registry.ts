import { createHash } from 'node:crypto';
import {
  FORECAST_TARGETS,
  OrreryError,
  readBody,
  STATE,
  type ChampionState,
  type DocumentRecord,
  type ForecastTarget,
  type ModelCard,
} from '@orrery/contract';
import { decodeModel, type TrainedModel } from '@orrery/forecast';
import type { Stores } from '@orrery/stores';
import { writeState } from '@orrery/stores/typed';

/** Source of forecasts and models in the stores. */
export const FORECAST_SOURCE = 'orrery-forecast';

/**
 * Trained models and the champion of each target: documents of collection `model`, weights as blobs, and a state per
 * target.
 */
export interface Registry {
  /**
   * Stores a model, its weights under the hash of their content; repeating it changes nothing. Throws `invalidRequest`
   * for bytes that are no model.
   */
  register(bytes: Uint8Array): Promise<ModelCard>;
  /** Cards of a target, the latest first. */
  cards(target: ForecastTarget): Promise<readonly ModelCard[]>;
  champion(target: ForecastTarget): Promise<ChampionState | null>;
  /** The model of a version, decoded once. Throws `notFound` with the known versions. */
  load(target: ForecastTarget, version: string): Promise<TrainedModel>;
  /** The champion; null where no model was deployed. */
  loadChampion(target: ForecastTarget): Promise<TrainedModel | null>;
  /** Bytes of a version as they were registered. Throws `notFound`. */
  bytes(target: ForecastTarget, version: string): Promise<Uint8Array>;
  /** Makes a registered version the champion; the one before stays in the list for roll-back. Throws `notFound`. */
  deploy(target: ForecastTarget, version: string, reason: string): Promise<ChampionState>;
  /** Back to the version before. Throws `invalidRequest` where there is none. */
  rollback(target: ForecastTarget): Promise<ChampionState>;
}

/** Number of former champions kept for roll-back. */
const KEPT_CHAMPIONS = 20;
const MAX_CARDS = 1000;
/** Number of decoded models in memory: the champions and a challenger. */
const CACHED = 5;

const cardId = (target: ForecastTarget, version: string): string => `${target}:${version}`;

export const blobIdOf = (kind: string, bytes: Uint8Array): string =>
  `${kind}:${createHash('sha256').update(bytes).digest('hex')}`;

export function createRegistry(
  { documents, blobs, state: states }: Pick<Stores, 'documents' | 'blobs' | 'state'>,
  now: () => number,
): Registry {
  const decoded = new Map<string, TrainedModel>();
  const cardOf = async (target: ForecastTarget, version: string): Promise<ModelCard> => {
    const id = cardId(target, version);
    const [record] = await documents.find('model', { ids: [id] });
    const card = record === undefined ? null : readBody('model', record.body).body;
    if (card !== null) return card;
    const known = (await cards(target)).map((card) => card.version);
    const message = `There is no model ${version} of ${target}; registered are ${known.join(', ') || 'none yet'}.`;
    throw new OrreryError('notFound', message);
  };
  const cards = async (target: ForecastTarget): Promise<readonly ModelCard[]> =>
    (await documents.find('model', { limit: MAX_CARDS }))
      .filter(({ id }) => id.startsWith(`${target}:`))
      .flatMap(({ body }) => readBody('model', body).body ?? [])
      .sort((a, b) => b.trainedAtMs - a.trainedAtMs || b.version.localeCompare(a.version));
  const champion = async (target: ForecastTarget): Promise<ChampionState | null> => {
    const key = STATE.champions.key(target);
    const state = await states.get(key);
    // Not `readState`: one that does not fit must not look like a store without a model, which would get a new one.
    return state === null ? null : STATE.champions.check(key, state);
  };
  const bytesOf = async (target: ForecastTarget, version: string): Promise<Uint8Array> => {
    const { weightsBlob } = await cardOf(target, version);
    const blob = await blobs.get(weightsBlob);
    if (blob === null)
      throw new OrreryError('notFound', `The weights ${weightsBlob} of ${target} ${version} are not in the store.`);
    return blob.content;
  };
  const load = async (target: ForecastTarget, version: string): Promise<TrainedModel> => {
    const key = cardId(target, version);
    const known = decoded.get(key);
    if (known) return known;
    const made = decodeModel(await bytesOf(target, version));
    decoded.set(key, made);
    for (const oldest of decoded.keys()) {
      if (decoded.size <= CACHED) break;
      decoded.delete(oldest);
    }
    return made;
  };
  const write = async (target: ForecastTarget, state: ChampionState): Promise<ChampionState> => {
    await writeState(states, STATE.champions, [target], state, state.sinceMs);
    return state;
  };
  return {
    cards,
    champion,
    load,
    bytes: bytesOf,
    async register(bytes) {
      const { card: carried } = decodeModel(bytes);
      const card = { ...carried, weightsBlob: blobIdOf('model', bytes), weightsBytes: bytes.length };
      await blobs.put(card.weightsBlob, bytes, { kind: 'model', target: card.target, version: card.version });
      await documents.upsert([documentOf(card, now())]);
      decoded.delete(cardId(card.target, card.version));
      return card;
    },
    async loadChampion(target) {
      const state = await champion(target);
      return state === null ? null : load(target, state.version);
    },
    async deploy(target, version, reason) {
      await cardOf(target, version);
      const before = await champion(target);
      if (before?.version === version) return before;
      const previous =
        before === null ? [] : [{ version: before.version, sinceMs: before.sinceMs }, ...before.previous];
      return write(target, { version, sinceMs: now(), reason, previous: previous.slice(0, KEPT_CHAMPIONS) });
    },
    async rollback(target) {
      const before = await champion(target);
      const [last, ...earlier] = before?.previous ?? [];
      if (before === null || last === undefined) {
        const said = before === null ? 'nothing was deployed yet' : `${before.version} is the first champion`;
        throw new OrreryError('invalidRequest', `rollback: ${said} of ${target}; there is nothing to go back to.`);
      }
      await cardOf(target, last.version);
      const reason = `rolled back from ${before.version}`;
      return write(target, { version: last.version, sinceMs: now(), reason, previous: earlier });
    },
  };
}

const documentOf = (card: ModelCard, retrievedAtMs: number): DocumentRecord => ({
  kind: 'document',
  collection: 'model',
  id: cardId(card.target, card.version),
  timeMs: card.trainedAtMs,
  timeEndMs: null,
  title: `${FORECAST_TARGETS[card.target].title}: ${card.model} ${card.version}`,
  linked: [],
  body: JSON.stringify(card),
  source: FORECAST_SOURCE,
  retrievedAtMs,
});
