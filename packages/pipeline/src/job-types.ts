import type { JobType } from './ports.ts';

/** Every job type, in the order of processing, so that checking one after the other cannot miss a job that moves on. */
export const JOB_TYPES = [
  'extract',
  'transform',
  'publish',
  'forecastIssue',
  'forecastDrift',
  'forecastPrepare',
  'forecastTrain',
  'forecastEvaluate',
  'forecastRegister',
  'forecastDeploy',
  'tidy',
] as const satisfies readonly JobType[];
