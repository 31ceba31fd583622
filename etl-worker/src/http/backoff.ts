const FIRST_MS = 1_000;
const CAP_MS = 60_000;

/**
 * Pause before attempt `failed + 1`, ms: exponential with jitter over its upper half ("equal jitter": never all at
 * once, never none).
 * @param failed attempts that failed so far, >= 1
 * @param random uniform in [0, 1)
 * @returns between half of and all of min(1 s · 2^(failed-1), 60 s)
 */
export function backoffMs(failed: number, random: number): number {
  const fullMs = Math.min(CAP_MS, FIRST_MS * 2 ** (failed - 1));
  return fullMs / 2 + (fullMs / 2) * random;
}
