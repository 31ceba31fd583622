import type { ProviderEntry } from '../source.ts';
import { gfzHp30 } from './hp30/source.ts';
import { gfzIndices } from './indices/source.ts';
import { gfzKp } from './kp/source.ts';
import { gfz } from './provider.ts';

export const gfzEntry: ProviderEntry<typeof gfz> = { provider: gfz, sources: () => [gfzHp30, gfzIndices, gfzKp] };
