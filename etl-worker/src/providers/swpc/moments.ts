import { endOfDate, isRowList, parseTime } from '../../recordings/rows.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * When a recorded answer was made by what stands in it, epoch ms UTC; null where it does not say. Lists with times are
 * cut instead.
 */
export function momentOf(name: string, read: () => string): number | null {
  if (name.endsWith('.txt')) return issuedMs(read());
  if (name.includes('planetary-k-index-forecast')) return lastObservedMs(read());
  if (!/scales|cm-flux|solar-wind-|ovation/.test(name)) return null;
  const content = JSON.parse(read()) as Readonly<Record<string, unknown>>;
  const today = content['0'] as Readonly<Record<string, unknown>> | undefined;
  const text = today
    ? `${String(today['DateStamp'])}T${String(today['TimeStamp'])}`
    : (content['TimeStamp'] ?? content['Observation Time']);
  const moment = /^\d{4}-\d\d-\d\d$/.test(String(text)) ? endOfDate(String(text)) : parseTime(text);
  return Number.isNaN(moment) ? null : moment;
}

/** `:Issued: 2024 May 13 1230 UTC` of SWPC's texts. */
function issuedMs(text: string): number | null {
  const [, year, month, day, hour, minute] = /^:Issued: (\d{4}) (\w{3}) (\d\d) (\d\d)(\d\d)/m.exec(text) ?? [];
  if (year === undefined) return null;
  return Date.UTC(Number(year), MONTHS.indexOf(month ?? ''), Number(day), Number(hour), Number(minute));
}

/** A forecast that carries the intervals before it was made after the last of those. */
function lastObservedMs(text: string): number | null {
  const rows: unknown = JSON.parse(text);
  if (!isRowList(rows)) return null;
  const observed = rows.map((row) => Object.values(row)).filter((values) => values.includes('observed'));
  const times = observed.flatMap((values) => values.map(parseTime).filter((time) => !Number.isNaN(time)));
  return times.length === 0 ? null : Math.max(...times);
}
