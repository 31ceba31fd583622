import type { ForecastTarget } from '@orrery/contract';

/**
 * Job ids made of type, target and moment, so that a repeated request adds nothing. No colons, which BullMQ reserves.
 */
export const forecastJobIds = {
  issue: (target: ForecastTarget, issuedAtMs: number): string => `forecastIssue-${target}-${issuedAtMs}`,
  drift: (target: ForecastTarget, day: number): string => `forecastDrift-${target}-${day}`,
  training: (stage: string, target: ForecastTarget, atMs: number): string => `${stage}-${target}-${atMs}`,
};

/** Outages of stores, queue and stream end; a defect of a model does not. */
export const ISSUE_RETRIES = { attempts: 5, backoffMs: 1000 } as const;
