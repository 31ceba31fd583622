import { readShared } from './shared-data.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Lines between the marks of a JPL Horizons answer. */
export function horizonsLines(path: string): string[] {
  const lines = readShared(path).split(/\r?\n/);
  return lines.slice(lines.indexOf('$$SOE') + 1, lines.indexOf('$$EOE'));
}

export interface HorizonsRow {
  readonly ms: number;
  readonly numbers: readonly number[];
}

/** Rows of an observer table: calendar date UT, a few letters on the presence of Sun and Moon, then numbers. */
export function observerTable(path: string): HorizonsRow[] {
  return horizonsLines(path).map((line) => {
    const found = /^ (\d{4})-(\w{3})-(\d\d) (\d\d):(\d\d)/.exec(line);
    if (!found) throw new Error(`${path}: not a row of an observer table: ${line}`);
    const [, year, month, day, hour, minute] = found;
    const ms = Date.UTC(Number(year), MONTHS.indexOf(month!), Number(day), Number(hour), Number(minute));
    const numbers = line.slice(23).trim().split(/\s+/).map(Number);
    return { ms, numbers };
  });
}

export interface HorizonsState {
  /** TDB, days since J2000; TT within 2 ms. */
  readonly tt: number;
  readonly position: readonly [number, number, number];
}

/** Positions of a vector table, AU, ICRF. */
export function vectorTable(path: string): HorizonsState[] {
  const lines = horizonsLines(path);
  const states: HorizonsState[] = [];
  for (let i = 0; i + 1 < lines.length; i += 3) {
    const numbers = lines[i + 1]!.match(/[-+]?\d\.\d+E[-+]\d+/g)?.map(Number) ?? [];
    if (numbers.length !== 3) throw new Error(`${path}: not a position: ${lines[i + 1]}`);
    states.push({ tt: parseFloat(lines[i]!) - 2_451_545, position: [numbers[0]!, numbers[1]!, numbers[2]!] });
  }
  return states;
}

/** Great-circle distance of two places on the sphere given in degrees, in arc seconds. */
export function separationArcsec(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const r = Math.PI / 180;
  const h =
    Math.sin(((lat2 - lat1) * r) / 2) ** 2 +
    Math.cos(lat1 * r) * Math.cos(lat2 * r) * Math.sin(((lon2 - lon1) * r) / 2) ** 2;
  return (2 * Math.asin(Math.min(1, Math.sqrt(h))) * 3600) / r;
}
