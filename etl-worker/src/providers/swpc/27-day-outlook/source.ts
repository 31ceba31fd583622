import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformOutlook27 } from './transform.ts';

export const swpcOutlook27: Source = {
  info: {
    ...SWPC,
    id: 'swpc-27-day-outlook',
    title: '27-day outlook of F10.7, Ap and the largest Kp',
    address: 'https://www.swpc.noaa.gov/products/27-day-outlook-107-cm-radio-flux-and-geomagnetic-indices',
    cadenceMs: 6 * 3_600_000,
    naturalKey: 'Time of issue (document); day, UTC (series)',
    provides: [
      ...provides('f107Outlook', 'apDailyOutlook', 'kpMaxOutlook'),
      { name: 'outlook', unit: 'none', title: '27-day outlook' },
    ],
  },
  provider: swpc,
  extract: askFor(swpc, '/text/27-day-outlook.txt'),
  transform: transformOutlook27,
};
