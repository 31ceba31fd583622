import type { ProviderEntry } from '../source.ts';
import { jplCloseApproaches } from './close-approaches/source.ts';
import { jplFireballs } from './fireballs/source.ts';
import { jplSbdb } from './sbdb/source.ts';
import { jplSentry } from './sentry/source.ts';
import { jpl } from './provider.ts';

export const jplEntry: ProviderEntry<typeof jpl> = {
  provider: jpl,
  sources: () => [jplCloseApproaches, jplFireballs, jplSbdb, jplSentry],
};
