import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { swpc, SWPC } from '../provider.ts';
import { transformDst } from './transform.ts';

export const swpcDst: Source = {
  info: {
    ...SWPC,
    id: 'swpc-dst',
    title: 'Dst index, quick-look',
    terms: 'Made by WDC Kyoto, free for research with acknowledgement; passed on by NOAA SWPC.',
    address: 'https://wdc.kugi.kyoto-u.ac.jp/dst_realtime/',
    cadenceMs: 30 * 60_000,
    naturalKey: 'Start of the hour, UTC',
    provides: provides('dst'),
  },
  provider: swpc,
  extract: askFor(swpc, '/products/kyoto-dst.json'),
  transform: transformDst,
};
