import type { JobOf } from '@orrery/pipeline';

/** Work that follows a load; forecasts register theirs. */
export interface Analysis {
  readonly name: string;
  wants(source: string): boolean;
  run(job: JobOf<'analyse'>, signal: AbortSignal): Promise<void>;
}
