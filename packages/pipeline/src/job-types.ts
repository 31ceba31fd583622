import type { JobType } from './ports.ts';

/**
 * Every type of job, in the order work flows, so that a look at one after the other cannot miss a job that moves on.
 */
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
