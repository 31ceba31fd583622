import type { ProviderEntry } from '../source.ts';
import { iersOrientation } from './orientation/source.ts';
import { iers } from './provider.ts';

export const iersEntry: ProviderEntry<typeof iers> = { provider: iers, sources: () => [iersOrientation] };
