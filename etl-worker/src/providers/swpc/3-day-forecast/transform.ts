import { DAY_MS, HOUR_MS } from '@orrery/contract';
import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Collector, type RawText } from '../../../records/collector.ts';
import { BadRecord } from '../../../parsing/rows.ts';
import { monthOf, parseBulletinTime, utcDay } from '../../../parsing/time.ts';

/** One forecast number: Kp of three hours, or percent of a day. */
interface ForecastValue {
  readonly timeMs: number;
  readonly value: number;
}

/**
 * 3-day forecast, `text/3-day-forecast.txt`, as one document an issue: the text, and its tables as numbers in the body
 * (`kp` by three hours; `s1`, `r1r2`, `r3` in percent by day). It writes no series: the same forecast comes as JSON
 * through `swpc-kp-forecast` and `swpc-scales`, and a series and revision has one writer. Intervals before the time of
 * issue mix what was observed into the forecast.
 */
export function transformForecast3(raw: RawText): Transformed {
  const text = raw.body.replace(/\r\n?/g, '\n').trim();
  const issuedAtMs = parseBulletinTime(/^:Issued:.*$/m.exec(text)?.[0] ?? '');
  if (issuedAtMs === null || !/3-Day Forecast/i.test(text))
    return unreadable('unknown shape of the 3-day forecast', raw);
  const collector = createCollector(raw, { source: 'swpc-3-day-forecast' });
  const days = daysOf(text, issuedAtMs);
  if (days === null) collector.reject('the 3-day forecast names no three days in a row', text);
  const tables = days === null ? null : tablesOf(text, days, collector);
  const firstMs = days?.[0] ?? issuedAtMs;
  collector.document(
    {
      collection: 'outlook',
      id: `3-day-forecast:${new Date(issuedAtMs).toISOString()}`,
      timeMs: issuedAtMs,
      timeEndMs: firstMs + 3 * DAY_MS,
      title: `3-day forecast issued ${new Date(issuedAtMs).toISOString().slice(0, 16)}Z`,
      linked: [],
      body: JSON.stringify({ product: '3-day-forecast', issuedAtMs, ...tables, text }),
    },
    text,
  );
  return collector.finish();
}

/**
 * The three days over the table of Kp, `May 15       May 16       May 17`; the year is the one nearest to the issue.
 */
function daysOf(text: string, issuedAtMs: number): readonly number[] | null {
  const heads = text.matchAll(
    /^\s*([A-Z][a-z]{2}) (\d{1,2})\s+([A-Z][a-z]{2}) (\d{1,2})\s+([A-Z][a-z]{2}) (\d{1,2})\s*$/gm,
  );
  for (const head of heads) {
    const days = [1, 3, 5].map((i) => nearest(monthOf(head[i] ?? ''), Number(head[i + 1]), issuedAtMs));
    if (days.every((day, i) => day !== null && day === days[0]! + i * DAY_MS)) return days as number[];
  }
  return null;
}

function nearest(month: number, day: number, aroundMs: number): number | null {
  const year = new Date(aroundMs).getUTCFullYear();
  const candidates = [year - 1, year, year + 1].map((y) => utcDay(y, month, day)).filter((ms) => ms !== null);
  return candidates.sort((a, b) => Math.abs(a - aroundMs) - Math.abs(b - aroundMs))[0] ?? null;
}

function tablesOf(text: string, days: readonly number[], collector: Collector) {
  const kp: ForecastValue[] = [];
  const percent = { s1: [] as ForecastValue[], r1r2: [] as ForecastValue[], r3: [] as ForecastValue[] };
  const labels = [
    ['s1', /^S1 or greater/],
    ['r1r2', /^R1-R2/],
    ['r3', /^R3 or greater/],
  ] as const;
  for (const line of text.split('\n')) {
    const hours = /^(\d\d)-\d\dUT/.exec(line);
    if (hours) {
      collector.attempt(line, () => {
        const numbers = threeOf(line.slice(hours[0].length).replace(/\(G\d\)/g, ''), 9);
        numbers.forEach((value, i) => kp.push({ timeMs: days[i]! + Number(hours[1]) * HOUR_MS, value }));
      });
    }
    for (const [name, label] of labels) {
      if (!label.test(line) || !line.includes('%')) continue;
      collector.attempt(line, () => {
        const numbers = threeOf(line.replace(label, '').replaceAll('%', ' '), 100);
        numbers.forEach((value, i) => percent[name].push({ timeMs: days[i]!, value }));
      });
    }
  }
  return { kp: kp.sort((a, b) => a.timeMs - b.timeMs), ...percent };
}

function threeOf(text: string, max: number): readonly number[] {
  const numbers = text.trim().split(/\s+/).map(Number);
  if (numbers.length !== 3 || !numbers.every((n) => n >= 0 && n <= max)) {
    throw new BadRecord(`a line of the 3-day forecast without three numbers from 0 to ${max}`);
  }
  return numbers;
}
