import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformSolarCycle } from './transform.ts';

export const swpcSolarCycle: Source = {
  info: {
    ...SWPC,
    id: 'swpc-solar-cycle',
    title: 'Solar cycle: monthly sunspot number and F10.7, observed and predicted',
    terms: 'Public domain (U.S. Government work); the sunspot number is SILSO’s, CC BY-NC 4.0.',
    address: 'https://www.swpc.noaa.gov/products/solar-cycle-progression',
    cadenceMs: 24 * 3_600_000,
    naturalKey: 'Month, UTC',
    provides: provides('sunspotNumber', 'sunspotNumberSmoothed', 'f107Monthly', 'f107Smoothed'),
  },
  provider: swpc,
  extract: askFor(
    swpc,
    '/json/solar-cycle/observed-solar-cycle-indices.json',
    '/json/solar-cycle/predicted-solar-cycle.json',
  ),
  transform: transformSolarCycle,
};
