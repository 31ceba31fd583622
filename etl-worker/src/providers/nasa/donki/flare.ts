import { BadRecord } from '../../../parsing/rows.ts';

/** Peak flux of 0.1–0.8 nm X-rays at the start of each class, W/m² (NOAA SWPC). */
const CLASS_FLUX = { A: 1e-8, B: 1e-7, C: 1e-6, M: 1e-5, X: 1e-4 } as const;

/** `M5.1` as W/m². Throws BadRecord. */
export function fluxOfClass(text: string): number {
  const match = /^([ABCMX])(\d+(?:\.\d+)?)$/.exec(text);
  if (!match) throw new BadRecord(`classType: "${text}" is no class of a flare`);
  // Rounded to the digits that classes have: 5.1 × 1e-5 is 5.1000000000000006e-5 in binary.
  return Number((CLASS_FLUX[match[1] as keyof typeof CLASS_FLUX] * Number(match[2])).toPrecision(6));
}
