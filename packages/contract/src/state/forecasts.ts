import { z } from 'zod';
import { forecastTargetSchema } from '../forecasts.ts';
import { defineState } from './family.ts';

const championStateSchema = z.object({
  version: z.string(),
  sinceMs: z.number(),
  reason: z.string(),
  previous: z.array(z.object({ version: z.string(), sinceMs: z.number() })),
});
export type ChampionState = Readonly<z.infer<typeof championStateSchema>>;

const driftReportSchema = z.object({
  target: forecastTargetSchema,
  version: z.string(),
  atMs: z.number(),
  fromMs: z.number(),
  toMs: z.number(),
  drifted: z.boolean(),
  reasons: z.array(z.string()),
  features: z.array(z.object({ feature: z.string(), psi: z.number(), ks: z.number(), n: z.number().int() })),
  errors: z.array(
    z.object({
      leadHours: z.number(),
      cusum: z.number(),
      limit: z.number(),
      coverage80: z.number().nullable(),
      n: z.number().int(),
    }),
  ),
});
export type DriftReport = Readonly<z.infer<typeof driftReportSchema>>;

const retrainingSchema = z.object({
  target: forecastTargetSchema,
  atMs: z.number(),
  reason: z.string(),
  outcome: z.enum(['queued', 'running', 'replaced', 'kept', 'failed']),
  finishedMs: z.number().nullable(),
  championVersion: z.string().nullable(),
  challengerVersion: z.string().nullable(),
  /** Mean RMSE over leads on the same held-out hours. */
  championScore: z.number().nullable(),
  challengerScore: z.number().nullable(),
  note: z.string(),
});
export type Retraining = Readonly<z.infer<typeof retrainingSchema>>;

export const FORECAST_STATE = {
  champions: defineState(
    'forecast:champion:<target>',
    'What forecasts now, and what did before (newest first) for roll-back.',
    championStateSchema,
  ),
  drifts: defineState('forecast:drift:<target>:<atMs>', 'One drift check.', driftReportSchema),
  retrainings: defineState(
    'forecast:retraining:<target>:<atMs>',
    'A request to train anew and what became of it.',
    retrainingSchema,
  ),
} as const;
