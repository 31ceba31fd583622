import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FORECAST_TARGET_NAMES, OrreryError, type ForecastTarget } from '@orrery/contract';
import { decodeModel } from '@orrery/forecast';
import type { Logger } from '@orrery/telemetry';
import type { Registry } from './registry.ts';

/** Folders of the shipped models: beside a bundle, or in the package. */
const FOLDERS = import.meta.url.endsWith('.ts')
  ? ['../../../../packages/forecast/shipped-models/']
  : ['./shipped-models/', '../../packages/forecast/shipped-models/'];

export const SHIPPED_REASON = 'ships with the project';

/** Bytes of the model that ships for a target; null where there is none. */
export function shippedBytes(target: ForecastTarget): Uint8Array | null {
  const file = FOLDERS.map((folder) => fileURLToPath(new URL(`${folder}${target}.orrery`, import.meta.url))).find(
    existsSync,
  );
  return file === undefined ? null : readFileSync(file);
}

/**
 * Registers the models that ship with the project, once, so that a new installation forecasts from its first hour. One
 * is deployed where its target has no champion, a champion that shipped with an earlier version, or one in a format
 * that this version does not read; any other champion stays.
 */
export async function registerShipped(
  registry: Registry,
  logger: Logger,
  shipped: (target: ForecastTarget) => Uint8Array | null = shippedBytes,
): Promise<void> {
  for (const target of FORECAST_TARGET_NAMES) {
    try {
      await registerOne(registry, logger, target, shipped(target));
    } catch (error) {
      // A damaged file must not stop the worker.
      logger.error({ target, err: error }, 'the shipped model could not be registered');
    }
  }
}

async function registerOne(
  registry: Registry,
  logger: Logger,
  target: ForecastTarget,
  bytes: Uint8Array | null,
): Promise<void> {
  if (bytes === null) return logger.debug({ target }, 'no model ships for this target');
  const { version, card } = decodeModel(bytes);
  const champion = await registry.champion(target);
  if (champion?.version === version) return;
  const cards = await registry.cards(target);
  if (!cards.some((known) => known.version === version)) await registry.register(bytes);
  if (champion !== null) {
    const current = cards.find((known) => known.version === champion.version);
    const isOlderShipped = champion.reason === SHIPPED_REASON && (current?.trainedAtMs ?? 0) <= card.trainedAtMs;
    if (!isOlderShipped && (await isReadable(registry, target, champion.version))) return;
  }
  await registry.deploy(target, version, SHIPPED_REASON);
  logger.info({ target, version, before: champion?.version ?? null }, 'shipped model deployed');
}

/** False for a model in the format of an earlier version; other failures are thrown. */
async function isReadable(registry: Registry, target: ForecastTarget, version: string): Promise<boolean> {
  try {
    await registry.load(target, version);
    return true;
  } catch (error) {
    if (error instanceof OrreryError && error.code === 'invalidRequest') return false;
    throw error;
  }
}
