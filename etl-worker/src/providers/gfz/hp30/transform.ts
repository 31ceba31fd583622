import type { Transformed } from '../../source.ts';
import type { RawText } from '../../../records/collector.ts';
import { transformGfzJson } from '../json.ts';

/**
 * Hp30 and ap30 of GFZ, half-hourly: the answer of its JSON service or its table as objects. Open-ended: 9 is not the
 * end.
 */
export const transformGfzHp30 = (raw: RawText): Transformed => transformGfzJson(raw, 'gfz-hp30', 'Hp30');
