import { z } from 'zod';

/** Numbers come as text, absent ones as null. */
const digit = z.union([z.string(), z.number()]).nullable();

const scale = z.object({ Scale: digit.optional() });

/**
 * One entry of `products/noaa-scales.json`: `0` is now, `1` to `3` are forecasts by day, `-1` the largest of the day
 * before.
 */
export const scalesEntrySchema = z.object({
  DateStamp: z.string(),
  TimeStamp: z.string(),
  R: scale.extend({ MinorProb: digit.optional(), MajorProb: digit.optional() }),
  S: scale.extend({ Prob: digit.optional() }),
  G: scale,
});
export type ScalesEntry = z.infer<typeof scalesEntrySchema>;
