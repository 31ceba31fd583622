import type { ForecastTarget } from '@orrery/contract';

/** Ids of jobs by what they do: adding one again adds nothing. No colons, which BullMQ keeps for itself. */
export const forecastJobIds = {
  issue: (target: ForecastTarget, issuedAtMs: number): string => `forecastIssue-${target}-${issuedAtMs}`,
  drift: (target: ForecastTarget, day: number): string => `forecastDrift-${target}-${day}`,
  training: (stage: string, target: ForecastTarget, atMs: number): string => `${stage}-${target}-${atMs}`,
};

/** Stores, queue and stream come back; a model that cannot forecast does not heal by itself. */
export const ISSUE_RETRIES = { attempts: 5, backoffMs: 1000 } as const;
