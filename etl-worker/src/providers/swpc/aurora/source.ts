import type { Source } from '../../source.ts';
import { askFor } from '../../ask.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformAurora } from './transform.ts';

export const swpcAurora: Source = {
  info: {
    ...SWPC,
    id: 'swpc-aurora',
    title: 'Aurora oval (OVATION)',
    address: 'https://www.swpc.noaa.gov/products/aurora-30-minute-forecast',
    cadenceMs: 30 * 60_000,
    politeness: 'Asked every half hour though the model runs every five minutes: a grid is 0.9 MB.',
    naturalKey: 'Time the forecast is for, UTC',
    provides: [{ name: 'aurora', unit: 'percent', title: 'Chance of aurora by place' }],
  },
  provider: swpc,
  extract: askFor(swpc, '/json/ovation_aurora_latest.json'),
  transform: transformAurora,
};
