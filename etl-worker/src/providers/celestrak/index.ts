import type { ProviderEntry } from '../source.ts';
import { celestrakGp } from './gp/source.ts';
import { celestrakSpaceWeather } from './space-weather/source.ts';
import { celestrak } from './provider.ts';

/** Space-weather indices, and a source for each group of satellites. */
export const celestrakEntry: ProviderEntry<typeof celestrak> = {
  provider: celestrak,
  sources: (satelliteGroups) => [celestrakSpaceWeather, ...satelliteGroups.map(celestrakGp)],
};
