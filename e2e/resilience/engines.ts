import { openEmbeddedEngines, readWorkerConfig, type Engines } from '@orrery/etl-worker';
import { awaitDistributedEngines } from '@orrery/pipeline/engines';
import type { Logger } from '@orrery/telemetry';

export type { Engines };

/** Embedded in the file, or by the environment where there is no file. */
export const openEngines = (file: string, logger: Logger): Promise<Engines> =>
  file === '' ? awaitDistributedEngines(readWorkerConfig(process.env), logger) : openEmbeddedEngines(file, logger);
