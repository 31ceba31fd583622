import type { Revision } from '@orrery/contract';

/**
 * Files that do not say which of their values are final: after this long they are. GFZ makes Kp definitive within two
 * months, SILSO the sunspot number within a quarter, and a wait of half a year covers both.
 */
const FINAL_AFTER_MS = 183 * 86_400_000;

/** `definitive` for what was old when it was read, else `provisional`. */
export const revisionByAge = (timeMs: number, retrievedAtMs: number): Revision =>
  retrievedAtMs - timeMs > FINAL_AFTER_MS ? 'definitive' : 'provisional';
