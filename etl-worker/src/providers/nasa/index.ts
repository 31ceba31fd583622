import type { ProviderEntry } from '../source.ts';
import { nasaDonki } from './donki/source.ts';
import { nasaNeows } from './neows/source.ts';
import { nasa } from './provider.ts';

export const nasaEntry: ProviderEntry<typeof nasa> = { provider: nasa, sources: () => [nasaDonki, nasaNeows] };
