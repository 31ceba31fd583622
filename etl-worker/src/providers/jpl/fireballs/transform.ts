import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Documented, type RawText } from '../../../records/collector.ts';
import { claimOf, counted, jplRows, readJpl } from '../answer.ts';
import { asRow, BadRecord, timeOf, type Row, optionalNumber, optionalText } from '../../../parsing/rows.ts';

const REQUIRED = ['date', 'energy', 'impact-e', 'lat', 'lat-dir', 'lon', 'lon-dir', 'alt', 'vel'];

/** Degrees with the sign of the direction; null where the place is not known. Throws BadRecord. */
function degrees(
  row: Row,
  field: 'lat' | 'lon',
  [plus, minus]: readonly [string, string],
  limit: number,
): number | null {
  const size = optionalNumber(row, field);
  if (size === null) return null;
  const direction = optionalText(row, `${field}-dir`);
  if (direction !== plus && direction !== minus) {
    throw new BadRecord(`${field}-dir: ${direction ?? 'nothing'} is neither ${plus} nor ${minus}`);
  }
  if (size < 0 || size > limit) throw new BadRecord(`${field}: ${size} is not within 0 … ${limit}`);
  // The sign of a zero would be written as "-0" nowhere and compared as unequal somewhere.
  return direction === minus && size !== 0 ? -size : size;
}

function fireballOf(row: Row): Documented {
  const timeMs = timeOf(row, 'date');
  const impactEnergy = optionalNumber(row, 'impact-e');
  const components = ['vx', 'vy', 'vz'].map((name) => optionalNumber(row, name));
  return {
    collection: 'fireball',
    id: new Date(timeMs).toISOString().replace('.000', ''),
    timeMs,
    timeEndMs: null,
    title: impactEnergy === null ? 'Fireball' : `Fireball of ${impactEnergy} kt`,
    linked: [],
    body: JSON.stringify({
      energy: optionalNumber(row, 'energy'),
      impactEnergy,
      latitude: degrees(row, 'lat', ['N', 'S'], 90),
      longitude: degrees(row, 'lon', ['E', 'W'], 180),
      altitude: optionalNumber(row, 'alt'),
      velocity: optionalNumber(row, 'vel'),
      // Geocentric, Earth-fixed, km/s: x towards the prime meridian, z along the axis.
      velocityComponents: components.some((value) => value === null) ? null : components,
    }),
  };
}

/** Fireballs seen by U.S. Government sensors (fireball.api, versions 1.x). Each field but the time may be missing. */
export function transformFireballs(raw: RawText): Transformed {
  const json = readJpl(raw, 'Fireball Data API', '1');
  if (typeof json === 'string') return unreadable(json, raw);
  const rows = jplRows(json, REQUIRED);
  if (typeof rows === 'string') return unreadable(rows, raw);
  const collector = createCollector(raw, { source: 'jpl-fireballs' });
  for (const row of rows) collector.attempt(row, () => collector.document(fireballOf(asRow(row)), row));
  return counted(collector.finish(), rows.length, claimOf(json));
}
