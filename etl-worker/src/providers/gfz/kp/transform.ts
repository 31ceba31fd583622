import type { Transformed } from '../../source.ts';
import type { RawText } from '../../../records/collector.ts';
import { transformGfzJson } from '../json.ts';

/**
 * Kp and ap of GFZ: the answer of its JSON service (`datetime`, `Kp` or `ap`, `status`), or its daily table as objects
 * (`kp1` … `kp8`, `sn`, `f107obs`, flag `d`). Preliminary values are provisional, final ones definitive.
 */
export const transformGfzKp = (raw: RawText): Transformed => transformGfzJson(raw, 'gfz-kp', 'Kp and ap');
