import { DAY_MS } from '@orrery/contract';
import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type RawText } from '../../../records/collector.ts';
import { BadRecord } from '../../../parsing/rows.ts';
import { monthOf, parseBulletinTime, utcDay } from '../../../parsing/time.ts';

const DAYS = 27;

interface OutlookDay {
  readonly timeMs: number;
  readonly f107: number;
  readonly ap: number;
  readonly kpMax: number;
}

/**
 * 27-day outlook, `text/27-day-outlook.txt`: a document an issue, and three predicted series of its own. They are not
 * `f107`, `apDaily` and `kp`: the first two have another forecaster, and a largest Kp of a day is no Kp of three hours.
 */
export function transformOutlook27(raw: RawText): Transformed {
  const text = raw.body.replace(/\r\n?/g, '\n');
  const issuedAtMs = parseBulletinTime(/^:Issued:.*$/m.exec(text)?.[0] ?? '');
  if (issuedAtMs === null || !/27-day/i.test(text)) return unreadable('unknown shape of the 27-day outlook', raw);
  const collector = createCollector(raw, { source: 'swpc-27-day-outlook' });
  const days: OutlookDay[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || /^[:#]/.test(line)) continue;
    collector.attempt(line, () => days.push(dayOf(line)));
  }
  days.sort((a, b) => a.timeMs - b.timeMs);
  for (const day of days) {
    const { timeMs } = day;
    collector.observe({ series: 'f107Outlook', timeMs, value: day.f107, revision: 'predicted' }, day);
    collector.observe({ series: 'apDailyOutlook', timeMs, value: day.ap, revision: 'predicted' }, day);
    collector.observe({ series: 'kpMaxOutlook', timeMs, value: day.kpMax, revision: 'predicted' }, day);
  }
  const [first, last] = [days[0]?.timeMs ?? issuedAtMs, days.at(-1)?.timeMs ?? issuedAtMs];
  collector.document(
    {
      collection: 'outlook',
      id: `27-day-outlook:${new Date(issuedAtMs).toISOString()}`,
      timeMs: first,
      timeEndMs: last + DAY_MS,
      title: `27-day outlook issued ${new Date(issuedAtMs).toISOString().slice(0, 10)}`,
      linked: [],
      body: JSON.stringify({ product: '27-day-outlook', issuedAtMs, days, text }),
    },
    text,
  );
  const result = collector.finish(DAYS);
  return { ...result, complete: result.complete && days.length >= DAYS };
}

/** `2026 Feb 09     172          22          5` */
function dayOf(line: string): OutlookDay {
  const match = /^\s*(\d{4})\s+([A-Za-z]{3})\s+(\d{1,2})\s+(\d+)\s+(\d+)\s+(\d+)\s*$/.exec(line);
  const timeMs = match ? utcDay(Number(match[1]), monthOf(match[2] ?? ''), Number(match[3])) : null;
  if (!match || timeMs === null) throw new BadRecord('a line that is no day of the outlook');
  return { timeMs, f107: Number(match[4]), ap: Number(match[5]), kpMax: Number(match[6]) };
}
