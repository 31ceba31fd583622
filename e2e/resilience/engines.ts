import type { Engines } from '@orrery/engines';
import { awaitDistributedEngines } from '@orrery/engines/distributed';
import { openEmbeddedEngines } from '@orrery/engines/embedded';
import { readWorkerConfig } from '@orrery/etl-worker';
import type { Logger } from '@orrery/telemetry';

export type { Engines };

/** Embedded in the file, or by the environment where there is no file. */
export const openEngines = (file: string, logger: Logger): Promise<Engines> =>
  file === '' ? awaitDistributedEngines(readWorkerConfig(process.env), logger) : openEmbeddedEngines(file, logger);
