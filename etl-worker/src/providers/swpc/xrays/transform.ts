import type { Transformed } from '../../source.ts';
import type { RawText } from '../../../records/collector.ts';
import { transformGoes } from '../goes.ts';

/** GOES X-rays, one minute: `flux`, which is corrected for electrons, of both channels. */
export const transformXrays = (raw: RawText): Transformed =>
  transformGoes(raw, 'swpc-xrays', 'the GOES X-rays', { '0.1-0.8nm': 'xrayFlux', '0.05-0.4nm': 'xrayFluxShort' });
