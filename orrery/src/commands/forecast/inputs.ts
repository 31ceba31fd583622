import { asOrreryError, OrreryError, type ForecastTarget } from '@orrery/contract';
import {
  createRegistry,
  readHistory,
  readHistoryFiles,
  readOfficialFile,
  readOfficials,
  shippedBytes,
} from '@orrery/etl-worker/forecast';
import { decodeModel, type TrainedModel, type History, type OfficialForecast } from '@orrery/forecast';
import { bytesOf } from '../../flags.ts';
import { say } from '../kit/output.ts';
import { hasStores, withStores, type StoreFlags } from '../kit/stores.ts';
import type { InputFlags } from './options.ts';

/** Inputs of the models and official forecasts of Kp. */
export interface Inputs {
  readonly history: History;
  readonly officials: readonly OfficialForecast[];
}

/** What a step looks back on at most: F10.7 a year, all else three rotations of the Sun. */
export const LOOK_BACK_MS = 430 * 86_400_000;
/** Kp of the archive begins in 1932. */
const BEGINNING_MS = Date.UTC(1930, 0, 1);

/**
 * Inputs from files below `--data` (and `--official`), else from the stores; earlier than `fromMs` only where it costs
 * nothing.
 */
export async function readInputs(
  flags: InputFlags,
  target: ForecastTarget,
  fromMs = BEGINNING_MS,
  toMs = Date.now(),
): Promise<Inputs> {
  const { data, official: file } = flags;
  const given = file === undefined ? null : readOfficialFile(file);
  if (given !== null) {
    if (target !== 'kp')
      throw new OrreryError('invalidRequest', `--official: official forecasts are of kp, not of ${target}.`);
    say(`${given.officials.length} official forecasts, ${given.skipped} lines that were none`);
  }
  if (data !== undefined) {
    const { history, files, rejects } = readHistoryFiles(data, fromMs);
    say(`${files.length} files of history${rejects > 0 ? `, ${rejects} lines set aside` : ''}`);
    return { history, officials: given?.officials ?? [] };
  }
  return withStores(flags, 'existing', async ({ stores }) => {
    const history = await readHistory(stores, fromMs, toMs);
    if (history[target].values.length === 0)
      throw new OrreryError(
        'notFound',
        `The store has no values of ${target}. Load history (orrery load PATH) or name files with --data DIR.`,
      );
    return {
      history,
      officials: given?.officials ?? (target === 'kp' ? await readOfficials(stores, fromMs, toMs) : []),
    };
  });
}

/**
 * The model of `--model`, else the deployed one of the stores, else the one that ships. Throws `notFound` where there
 * is none.
 */
export async function readModel(
  flags: StoreFlags & { readonly model?: string },
  target: ForecastTarget,
): Promise<TrainedModel> {
  const file = flags.model;
  if (file !== undefined) {
    const champion = decodeModel(bytesOf('model', file));
    if (champion.target === target) return champion;
    throw new OrreryError('invalidRequest', `--model ${file} forecasts ${champion.target}; --target says ${target}.`);
  }
  const deployed = await deployedBytes(flags, target);
  const bytes = deployed ?? shippedBytes(target);
  if (bytes === null)
    throw new OrreryError(
      'notFound',
      `No model of ${target} is deployed, and none ships with this version. Train one (forecast train --target ${target}) or name a file with --model.`,
    );
  return decodeModel(bytes);
}

async function deployedBytes(flags: StoreFlags, target: ForecastTarget): Promise<Uint8Array | null> {
  if (!hasStores(flags)) return null;
  try {
    return await withStores(flags, 'existing', async ({ stores }) => {
      const registry = createRegistry(stores, Date.now);
      const state = await registry.champion(target);
      return state === null ? null : registry.bytes(target, state.version);
    });
  } catch (error) {
    const { code, message } = asOrreryError(error);
    if (code !== 'notReady') throw error;
    say(
      `The registry cannot be read (${message}); the model that ships is taken. Stop the service or name a model with --model for another.`,
    );
    return null;
  }
}
