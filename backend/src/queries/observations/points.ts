/** Points of a series when the asker names no number. */
export const DEFAULT_POINTS = 1000;
