import type { Choice } from '../../choices.ts';

/** Grid units of 8 px, wide enough for the longest label, so that the fields line up. */
export const LABEL_WIDTH = 16;

/** The options including the saved values: one that the catalog does not list stays visible and selected. */
export function withCurrent(options: readonly Choice[], used: readonly string[]): Choice[] {
  const known = new Set(options.map(({ value }) => value));
  return [...options, ...used.filter((value) => !known.has(value)).map((value) => ({ label: value, value }))];
}
