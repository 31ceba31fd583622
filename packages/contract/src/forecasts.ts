import { z } from 'zod';
import { FORECAST_TARGET_NAMES, type ForecastTarget } from './forecast-targets.ts';

export const forecastTargetSchema = z.enum(
  FORECAST_TARGET_NAMES as unknown as readonly [ForecastTarget, ...ForecastTarget[]],
);
const column = z.array(z.number().nullable());

/**
 * Collection `forecast`: one forecast as it was issued, id `<target>:<issuedAtMs>:<version>`, columns of equal length
 * by lead. Never overwritten. `value` is the expected value (which the RMSE is about), `median` the middle of the
 * distribution; the bands hold 80 and 95 of 100 outcomes.
 */
export const forecastBodySchema = z.looseObject({
  target: forecastTargetSchema,
  model: z.string().min(1),
  version: z.string().min(1),
  issuedAtMs: z.number().int(),
  leadHours: z.array(z.number()),
  validAtMs: z.array(z.number().int()),
  value: column,
  median: column,
  lower80: column,
  upper80: column,
  lower95: column,
  upper95: column,
  /** Probability (0–1) of Kp >= 5, 6, 7 in the step; left out for other targets. */
  p5: column.optional(),
  p6: column.optional(),
  p7: column.optional(),
  /** 1 where the decision rule of the model calls a storm (Kp >= 5), else 0. */
  storm: column.optional(),
  /** Inputs it lacked, as series names (`solarWindSpeed`). */
  missing: z.array(z.string()),
  /** Whether an official forecast went into it. */
  official: z.boolean(),
  /** What a reader must know: wider because inputs are missing, abstained because … */
  notices: z.array(z.string()),
});
export type ForecastBody = z.infer<typeof forecastBodySchema>;

/**
 * How good one lead was; every score is over the same `n` pairs. Storm scores are null where the target has no storms.
 */
export const skillRowSchema = z.looseObject({
  leadHours: z.number(),
  n: z.number().int(),
  rmse: z.number(),
  /** 95 % confidence interval of `rmse` by block bootstrap. */
  rmseLow: z.number().nullable(),
  rmseHigh: z.number().nullable(),
  mae: z.number(),
  bias: z.number(),
  /** Continuous ranked probability score from the quantiles, in units of the target. */
  crps: z.number().nullable(),
  coverage80: z.number().nullable(),
  coverage95: z.number().nullable(),
  /**
   * RMSE by name of baseline or rival model on the same pairs (`persistence`, `ridge`, `gradientBoosting`, `neural` …).
   */
  rivals: z.record(z.string(), z.number().nullable()),
  events: z.number().int().nullable(),
  pod: z.number().nullable(),
  far: z.number().nullable(),
  hss: z.number().nullable(),
  tss: z.number().nullable(),
  brierSkill: z.number().nullable(),
});
export type SkillRow = z.infer<typeof skillRowSchema>;

export const reliabilityBinSchema = z.object({
  /** Mean probability that was said in the bin, share of outcomes that came, cases. */
  probability: z.number(),
  observed: z.number(),
  n: z.number().int(),
});
export type ReliabilityBin = z.infer<typeof reliabilityBinSchema>;

/** Collection `model`: the card of a trained model, id `<target>:<version>`; its weights are the blob `weightsBlob`. */
export const modelCardSchema = z.looseObject({
  target: forecastTargetSchema,
  version: z.string().min(1),
  /** `blend`, `gradientBoosting`, `ridge` or `neural`. */
  model: z.string().min(1),
  trainedAtMs: z.number().int(),
  codeVersion: z.string(),
  seed: z.number().int(),
  /** Data it learned from, and the SHA-256 of it. */
  dataFromMs: z.number().int(),
  dataToMs: z.number().int(),
  dataHash: z.string(),
  weightsHash: z.string(),
  weightsBlob: z.string(),
  weightsBytes: z.number().int(),
  features: z.array(z.string()),
  /** Members of the blend with the weight of each (mean over leads). */
  members: z.array(z.object({ model: z.string(), weight: z.number() })),
  /** The span that was held out, and the scores there of the same recipe trained on what came before. */
  heldOut: z.object({ fromMs: z.number().int(), toMs: z.number().int(), trainedToMs: z.number().int() }),
  skill: z.array(skillRowSchema),
  /** Of p5 over all leads; empty for targets without storms. */
  reliability: z.array(reliabilityBinSchema),
  notes: z.array(z.string()),
});
export type ModelCard = z.infer<typeof modelCardSchema>;
