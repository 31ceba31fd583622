import type { ProviderEntry } from '../source.ts';
import { almanac } from './almanac/source.ts';

export const computedEntry: ProviderEntry<null> = { provider: null, sources: () => [almanac] };
