import { approachId } from '@orrery/contract';
import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Documented, type RawText } from '../../../records/collector.ts';
import { claimOf, counted, jplRows, readJpl } from '../answer.ts';
import {
  asRow,
  BadRecord,
  type Row,
  optionalNumber,
  optionalText,
  requiredNumber,
  requiredText,
} from '../../../parsing/rows.ts';
import {
  approachBody,
  auText,
  dayOfCalendarDate,
  diameterRange,
  utcOfJulianDate,
} from '../../../parsing/small-bodies.ts';

const REQUIRED = ['des', 'orbit_id', 'jd', 'cd', 'dist', 'dist_min', 'dist_max', 'v_rel', 'v_inf', 't_sigma_f', 'h'];

/**
 * Three-sigma uncertainty of the time, minutes: `3_03:03` is 3 d 3 h 3 min, `< 00:01` below a minute (given as 1). Null
 * where it is not said. Throws BadRecord.
 */
export function sigmaMinutes(text: string | null): number | null {
  if (text === null) return null;
  const match = /^(?:<\s*)?(?:(\d+)_)?(\d{1,2}):(\d\d)$/.exec(text);
  if (!match) throw new BadRecord(`t_sigma_f: "${text}" is no duration`);
  return Number(match[1] ?? 0) * 1440 + Number(match[2]) * 60 + Number(match[3]);
}

/**
 * Half the width of the range by a measured diameter and its sigma, where the table has one (km in the table, metres
 * here).
 */
function diametersOf(row: Row, absoluteMagnitude: number | null): ReturnType<typeof diameterRange> {
  const km = optionalNumber(row, 'diameter');
  if (km === null) return diameterRange(absoluteMagnitude);
  const sigmaKm = optionalNumber(row, 'diameter_sigma') ?? 0;
  return { diameterMin: Math.max(0, 1000 * (km - sigmaKm)), diameterMax: 1000 * (km + sigmaKm) };
}

function approachOf(row: Row): Documented {
  const designation = requiredText(row, 'des');
  const body = approachBody(optionalText(row, 'body') ?? 'earth');
  const distanceAu = requiredNumber(row, 'dist');
  if (distanceAu < 0) throw new BadRecord(`dist: ${distanceAu} au is below zero`);
  const absoluteMagnitude = optionalNumber(row, 'h');
  const name = optionalText(row, 'fullname') ?? designation;
  const day = dayOfCalendarDate(requiredText(row, 'cd'));
  return {
    collection: 'closeApproach',
    id: approachId('cad', designation, body, day),
    timeMs: utcOfJulianDate(requiredNumber(row, 'jd')),
    timeEndMs: null,
    title: `${name} passes ${body === 'earth' ? 'the Earth' : body} at ${auText(distanceAu)}`,
    linked: [approachId('neows', designation, body, day)],
    body: JSON.stringify({
      designation,
      fullName: optionalText(row, 'fullname'),
      body,
      distanceAu,
      distanceMinAu: optionalNumber(row, 'dist_min'),
      distanceMaxAu: optionalNumber(row, 'dist_max'),
      velocity: optionalNumber(row, 'v_rel'),
      velocityInfinity: optionalNumber(row, 'v_inf'),
      sigma: sigmaMinutes(optionalText(row, 't_sigma_f')),
      absoluteMagnitude,
      ...diametersOf(row, absoluteMagnitude),
      hazardous: null,
      orbitId: optionalText(row, 'orbit_id'),
    }),
  };
}

/** JPL's close approaches (cad.api, versions 1.x). Distances au, speeds km/s; times TDB in the table, UTC here. */
export function transformCloseApproaches(raw: RawText): Transformed {
  const json = readJpl(raw, 'Close Approach Data API', '1');
  if (typeof json === 'string') return unreadable(json, raw);
  const rows = jplRows(json, REQUIRED);
  if (typeof rows === 'string') return unreadable(rows, raw);
  const collector = createCollector(raw, { source: 'jpl-close-approaches' });
  for (const row of rows) collector.attempt(row, () => collector.document(approachOf(asRow(row)), row));
  return counted(collector.finish(), rows.length, claimOf(json));
}
