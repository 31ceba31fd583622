import type { CostFacts } from '../gateway/cost.ts';

/** The satellites a query takes at most: those it names, or those of its group. */
export const countSatellites = (
  { satellites, group }: { readonly satellites?: readonly unknown[] | undefined; readonly group?: string | undefined },
  facts: CostFacts,
): number => satellites?.length ?? (group === undefined ? 0 : facts.satellitesOf(group));
