import type { Source } from '../../source.ts';
import { askFor } from '../../ask.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformAlerts } from './transform.ts';

export const swpcAlerts: Source = {
  info: {
    ...SWPC,
    id: 'swpc-alerts',
    title: 'Space weather alerts, warnings and watches',
    address: 'https://www.swpc.noaa.gov/products/alerts-watches-and-warnings',
    cadenceMs: 2 * 60_000,
    naturalKey: 'Message code and serial number',
    provides: [{ name: 'alert', unit: 'none', title: 'Alerts, warnings, watches and summaries' }],
  },
  provider: swpc,
  extract: askFor(swpc, '/products/alerts.json'),
  transform: transformAlerts,
};
