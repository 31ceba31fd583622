import { z } from 'zod';
import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type RawText } from '../../../records/collector.ts';
import { BadRecord, parseJson } from '../../../parsing/rows.ts';

const moment = z.number().int().nullable();
const bodyDay = z.object({ riseMs: moment, transitMs: moment, setMs: moment, transitAltitude: z.number().nullable() });
const daySchema = z.looseObject({
  date: z.iso.date(),
  fromMs: z.number().int(),
  toMs: z.number().int(),
  sun: bodyDay,
  moon: bodyDay,
  moonIlluminated: z.number().min(0).max(100),
});
const answerSchema = z.object({
  site: z.object({ id: z.string().min(1), latitude: z.number(), longitude: z.number(), elevation: z.number() }),
  days: z.array(z.unknown()),
});

/**
 * Almanacs of one site: a document a day, keyed by site and day, whose interval is the day of local mean solar time.
 */
export function transformAlmanac(raw: RawText): Transformed {
  const answer = answerSchema.safeParse(parseJson(raw.body));
  if (!answer.success) return unreadable('unknown shape of an almanac', raw);
  const { site, days } = answer.data;
  const collector = createCollector(raw, { source: 'almanac' });
  for (const entry of days) {
    collector.attempt(entry, () => {
      const day = daySchema.safeParse(entry);
      if (!day.success) throw new BadRecord(`no day of an almanac: ${day.error.issues[0]?.path.join('.') ?? ''}`);
      const { date, fromMs, toMs } = day.data;
      collector.document(
        {
          collection: 'almanac',
          id: `${site.id}:${date}`,
          timeMs: fromMs,
          timeEndMs: toMs,
          title: `Almanac of ${site.id}, ${date}`,
          linked: [],
          body: JSON.stringify({ site, ...day.data }),
        },
        entry,
      );
    });
  }
  return collector.finish(days.length);
}
