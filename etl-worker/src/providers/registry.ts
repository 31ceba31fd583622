import { celestrakEntry } from './celestrak/index.ts';
import { DEFAULT_GROUPS } from './celestrak/gp/source.ts';
import { gfzEntry } from './gfz/index.ts';
import { iersEntry } from './iers/index.ts';
import { jplEntry } from './jpl/index.ts';
import { nasaEntry } from './nasa/index.ts';
import type { Source } from './source.ts';
import { swpcEntry } from './swpc/index.ts';

/** Every provider there is: one import and one entry each. Settings, sources and the stand-in derive from it. */
const ENTRIES = [celestrakEntry, gfzEntry, iersEntry, jplEntry, nasaEntry, swpcEntry] as const;

/** Those who are asked. */
export const PROVIDERS = ENTRIES.map(({ provider }) => provider);
export type ProviderId = (typeof PROVIDERS)[number]['id'];

/** Every source there is. Satellite groups are sources of their own, one a group. */
export const createSources = (satelliteGroups: readonly string[] = DEFAULT_GROUPS): readonly Source[] =>
  ENTRIES.flatMap(({ sources }) => sources(satelliteGroups));

export const SOURCES: readonly Source[] = createSources();
