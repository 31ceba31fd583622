import type { Demo, ServiceClock } from '@orrery/contract';
import type { Clock, Source } from '@orrery/etl-worker';
import type { Stores } from '@orrery/stores';
import type { Logger } from '@orrery/telemetry';
import type { Replay } from './flags.ts';
import type { ReplayHistory } from './history.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { writePast } from './past.ts';

/** So many days of forecasts lie before the beginning of the demo, to be compared with what came. */
const PAST_FORECAST_DAYS = 14;
/** Hours of the solar wind before the beginning: as far back as the models look, and what a check for drift needs. */
export const DEMO_BACK_DAYS = 120;

/** The manifest of what is replayed, where the folder has one and the clock is simulated. */
export const manifestOf = (replayDir: string | undefined, { fromMs }: Replay): Manifest | null =>
  replayDir === undefined || fromMs === null ? null : readManifest(replayDir);

/** Fills the stores with what a service has that was there for weeks. */
export async function prepareDemo(
  manifest: Manifest | null,
  { folder, stores, logger }: { readonly folder: string; readonly stores: Stores; readonly logger: Logger },
): Promise<void> {
  if (manifest === null) return;
  await writePast({ folder, untilMs: manifest.from, days: PAST_FORECAST_DAYS, stores, logger });
}

/** What is recorded, by the names that sources give it. */
export const demoOf = (
  { title, notes }: Manifest,
  sources: readonly Source[],
  history: Pick<ReplayHistory, 'series'> | null,
): Demo => ({
  title,
  notes,
  recorded: [
    ...new Set([...sources.flatMap(({ info }) => info.provides.map(({ name }) => name)), ...(history?.series ?? [])]),
  ].sort(),
});

/** The clock as the service tells it. */
export function serviceClock(
  clock: Clock,
  { fromMs, speed }: Replay,
  manifest: Manifest | null,
  demo: Demo | null,
): ServiceClock {
  const nowMs = clock.now();
  const toMs = manifest?.to ?? null;
  const ended = toMs !== null && nowMs >= toMs;
  return { nowMs, speed: ended ? 0 : speed, replay: fromMs === null ? null : { fromMs, toMs }, demo };
}
