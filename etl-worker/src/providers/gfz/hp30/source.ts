import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askGfz } from '../extract.ts';
import { gfz, GFZ } from '../provider.ts';
import { transformGfzHp30 } from './transform.ts';

export const gfzHp30: Source = {
  info: {
    ...GFZ,
    id: 'gfz-hp30',
    title: 'Hp30 and ap30, half-hourly',
    terms: 'CC BY 4.0, cite Yamazaki et al. 2022 (doi:10.1029/2022GL098860).',
    address: 'https://kp.gfz.de/en/hp30-hp60',
    cadenceMs: 15 * 60_000,
    naturalKey: 'Start of the half hour, UTC',
    provides: provides('hp30', 'ap30'),
  },
  provider: gfz,
  extract: askGfz('Hp30', 'ap30'),
  transform: transformGfzHp30,
};
