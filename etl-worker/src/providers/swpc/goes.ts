import { HOUR_MS } from '@orrery/contract';
import type { ExtractContext, RawResponse, Transformed } from '../source.ts';
import { createCollector, unreadable, type RawText } from '../../records/collector.ts';
import type { SeriesId } from '../../series/definitions.ts';
import { askAll } from '../ask.ts';
import { swpc } from './provider.ts';
import { asRow, BadRecord, numberOf, parseJson, rowsOf, timeOf } from '../../parsing/rows.ts';
import { keyOfField } from './table.ts';

/** Windows that SWPC serves, shortest first. */
const WINDOWS = [
  { name: '6-hour', ms: 6 * HOUR_MS },
  { name: '1-day', ms: 24 * HOUR_MS },
  { name: '3-day', ms: 72 * HOUR_MS },
  { name: '7-day', ms: 168 * HOUR_MS },
] as const;

/** An answer may be so much older than the clock; the windows must overlap. */
const OVERLAP_MS = HOUR_MS;

/**
 * The shortest file of the product that closes the time since the last answer; a week at the first run and after a long
 * break.
 */
export function askForGoes(product: string): (context: ExtractContext) => Promise<readonly RawResponse[]> {
  return async (context) => {
    const lastMs = context.cursor?.answeredMs ?? null;
    const missingMs = lastMs === null ? Infinity : context.nowMs - lastMs + OVERLAP_MS;
    const window = WINDOWS.find(({ ms }) => ms >= missingMs) ?? WINDOWS.at(-1)!;
    const answers = await askAll(context, swpc, [`/json/goes/primary/${product}-${window.name}.json`]);
    const [answer] = answers;
    if (answer) await context.setCursor({ answeredMs: answer.retrievedAtMs });
    return answers;
  };
}

/**
 * A GOES feed of rows of one energy each: `time_tag`, `satellite`, `flux`, `energy`. Where two satellites give one
 * moment, the newer holds.
 */
export function transformGoes(
  raw: RawText,
  source: string,
  what: string,
  energies: Readonly<Record<string, SeriesId>>,
): Transformed {
  const rows = rowsOf(parseJson(raw.body), ['time_tag', 'satellite', 'flux', 'energy']);
  if (rows === null) return unreadable(`unknown shape of ${what}`, raw);
  const collector = createCollector(raw, { source, gapsFor: Object.values(energies) });
  for (const row of rows) {
    collector.attempt(row, () => {
      const record = asRow(row);
      const series = energies[keyOfField(record, 'energy', energies)];
      if (series === undefined) throw new BadRecord('energy: unknown');
      const rank = -(numberOf(record, 'satellite') ?? 0);
      collector.observe(
        { series, timeMs: timeOf(record, 'time_tag'), value: numberOf(record, 'flux'), revision: 'nowcast', rank },
        row,
      );
    });
  }
  return collector.finish();
}
