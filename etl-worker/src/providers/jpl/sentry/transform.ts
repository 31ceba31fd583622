import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Documented, type RawText } from '../../../records/collector.ts';
import { claimOf, counted, readJpl } from '../answer.ts';
import {
  asRow,
  BadRecord,
  type Row,
  optionalNumber,
  optionalText,
  requiredNumber,
  requiredText,
} from '../../../parsing/rows.ts';
import { parseDay } from '../../../parsing/time.ts';

/** `2056-2113`, the years of the first and the last potential impact. Throws BadRecord. */
function yearsOf(row: Row): readonly [number, number] {
  const match = /^(\d{4})-(\d{4})$/.exec(requiredText(row, 'range'));
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || to < from) throw new BadRecord(`range: ${JSON.stringify(row['range'])} are no years like 2056-2113`);
  return [from, to];
}

function within(row: Row, field: string, min: number, max: number): number {
  const value = requiredNumber(row, field);
  if (value < min || value > max) throw new BadRecord(`${field}: ${value} is not within ${min} … ${max}`);
  return value;
}

function objectOf(row: Row): Documented {
  const designation = requiredText(row, 'des');
  const fullName = optionalText(row, 'fullname');
  const [yearFrom, yearTo] = yearsOf(row);
  const palermoCumulative = requiredNumber(row, 'ps_cum');
  const diameterKm = optionalNumber(row, 'diameter');
  return {
    collection: 'sentryObject',
    id: designation,
    timeMs: Date.UTC(yearFrom, 0, 1),
    timeEndMs: Date.UTC(yearTo + 1, 0, 1),
    title: `${fullName ?? designation}: Palermo ${palermoCumulative}`,
    linked: [],
    body: JSON.stringify({
      designation,
      fullName,
      impactProbability: within(row, 'ip', 0, 1),
      palermoCumulative,
      palermoMax: optionalNumber(row, 'ps_max'),
      // Only impacts within a century have a place on the Torino scale.
      torinoMax: optionalNumber(row, 'ts_max'),
      diameter: diameterKm === null ? null : 1000 * diameterKm,
      absoluteMagnitude: optionalNumber(row, 'h'),
      velocity: optionalNumber(row, 'v_inf'),
      potentialImpacts: optionalNumber(row, 'n_imp'),
      yearFrom,
      yearTo,
      lastObservedMs: parseDay(row['last_obs']),
    }),
  };
}

/**
 * Sentry's summary (sentry.api, mode S, versions 2.x): objects that may hit the Earth in the next century. Its interval
 * is that of the potential impacts. An object that is missing from a later whole answer was removed by JPL: its record
 * keeps the older `retrievedAtMs`.
 */
export function transformSentry(raw: RawText): Transformed {
  const json = readJpl(raw, 'Sentry Data API', '2');
  if (typeof json === 'string') return unreadable(json, raw);
  const { data } = json;
  if (!Array.isArray(data)) return unreadable('unknown shape: data is no list', raw);
  const rows: readonly unknown[] = data;
  const collector = createCollector(raw, { source: 'jpl-sentry' });
  for (const row of rows) collector.attempt(row, () => collector.document(objectOf(asRow(row)), row));
  return counted(collector.finish(), rows.length, claimOf(json));
}
