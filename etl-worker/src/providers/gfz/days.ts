import type { Revision } from '@orrery/contract';
import type { Collector } from '../../records/collector.ts';
import type { SeriesId } from '../../series/definitions.ts';
import { kpInThirds } from '../../parsing/kp.ts';
import { numberOf, type Row } from '../../parsing/rows.ts';

const INTERVAL_MS = 3 * 3_600_000;

/**
 * Flag D of GFZ's files: 0 all preliminary; 1 Kp, ap and Ap definitive; 2 the sunspot number too. F10.7 has no flag of
 * its own and is taken as final with Kp.
 */
export const gfzRevisions = (flag: number | null): { readonly kp: Revision; readonly sunspots: Revision } => ({
  kp: flag !== null && flag >= 1 ? 'definitive' : 'provisional',
  sunspots: flag !== null && flag >= 2 ? 'definitive' : 'provisional',
});

/** Negative numbers are GFZ's code for "not there (yet)": no record. */
const present = (value: number | null): value is number => value !== null && value >= 0;

/** Adds one number of a row unless it is missing; a bad one is a reject of the row. */
export function observeGfz(
  collector: Collector,
  row: Row,
  field: string,
  target: { readonly series: SeriesId; readonly timeMs: number; readonly revision: Revision },
): void {
  collector.attempt(row, () => {
    const value = numberOf(row, field);
    if (present(value))
      collector.observe({ ...target, value: target.series === 'kp' ? kpInThirds(value) : value }, row);
  });
}

/** A day of GFZ's table: eight Kp and ap, Ap, sunspot number, F10.7 observed and adjusted. `timeMs` is its start. */
export function observeGfzDay(collector: Collector, row: Row, timeMs: number): void {
  collector.attempt(row, () => {
    const { kp, sunspots } = gfzRevisions(numberOf(row, 'd'));
    for (let i = 0; i < 8; i++) {
      const at = { timeMs: timeMs + i * INTERVAL_MS, revision: kp };
      observeGfz(collector, row, `kp${i + 1}`, { ...at, series: 'kp' });
      observeGfz(collector, row, `ap${i + 1}`, { ...at, series: 'ap' });
    }
    observeGfz(collector, row, 'ap', { timeMs, revision: kp, series: 'apDaily' });
    observeGfz(collector, row, 'sn', { timeMs, revision: sunspots, series: 'sunspotNumberDaily' });
    observeGfz(collector, row, 'f107obs', { timeMs, revision: kp, series: 'f107' });
    observeGfz(collector, row, 'f107adj', { timeMs, revision: kp, series: 'f107Adjusted' });
  });
}
