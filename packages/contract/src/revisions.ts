/** How final a value is; the higher rank answers unless a lower one is asked for. */
export const REVISIONS = ['predicted', 'nowcast', 'provisional', 'definitive'] as const;
export type Revision = (typeof REVISIONS)[number];
