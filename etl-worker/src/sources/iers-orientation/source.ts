import type { Source } from '../source.ts';
import { provides } from '../kit/definitions.ts';
import { askAll } from '../kit/publishers.ts';
import { transformOrientation } from './transform.ts';

/** The record since 1973, and the last and next 90 days. */
const ALL = '/data/9/finals2000A.all';
const DAILY = '/data/13/finals2000A.daily';

export const iersOrientation: Source = {
  info: {
    id: 'iers-orientation',
    title: 'Earth orientation: UT1−UTC and polar motion',
    publisher: 'International Earth Rotation and Reference Systems Service (IERS)',
    terms: 'Free use with acknowledgement of IERS.',
    address: 'https://datacenter.iers.org/eop.php',
    cadenceMs: 12 * 3_600_000,
    politeness: 'The whole record once, afterwards the 90-day file.',
    naturalKey: 'Day, UTC, and whether it is predicted, of Bulletin A or of Bulletin B',
    provides: provides('ut1MinusUtc', 'polarMotionX', 'polarMotionY'),
  },
  provider: 'iers',
  extract: async (context) => {
    const answers = await askAll(context, 'iers', [context.state === null ? ALL : DAILY]);
    if (answers.length > 0) await context.setState({ answeredMs: context.nowMs });
    return answers;
  },
  transform: transformOrientation,
};
