import { approachId, DAY_MS } from '@orrery/contract';
import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Documented, type RawText } from '../../../records/collector.ts';
import { claimOf, counted } from '../../jpl/answer.ts';
import {
  asRow,
  BadRecord,
  isRow,
  parseJson,
  type Row,
  optionalFlag,
  optionalNumber,
  optionalText,
  requiredNumber,
  requiredText,
} from '../../../parsing/rows.ts';
import {
  approachBody,
  auText,
  dayOfCalendarDate,
  designationOf,
  diameterRange,
  utcOfJulianDate,
} from '../../../parsing/small-bodies.ts';

const JD_OF_UNIX_EPOCH = 2_440_587.5;

function nested(row: Row, field: string): Row {
  const value = row[field];
  if (!isRow(value)) throw new BadRecord(`${field}: an object is needed`);
  return value;
}

/** NeoWs' own estimate in metres; where it is missing, that from H. */
function diametersOf(neo: Row, absoluteMagnitude: number | null): ReturnType<typeof diameterRange> {
  const estimate = isRow(neo['estimated_diameter']) ? neo['estimated_diameter']['meters'] : null;
  if (!isRow(estimate)) return diameterRange(absoluteMagnitude);
  return {
    diameterMin: optionalNumber(estimate, 'estimated_diameter_min'),
    diameterMax: optionalNumber(estimate, 'estimated_diameter_max'),
  };
}

function approachOf(neo: Row, approach: Row): Documented {
  const fullName = requiredText(neo, 'name');
  const designation = designationOf(fullName);
  const body = approachBody(requiredText(approach, 'orbiting_body'));
  const distanceAu = requiredNumber(nested(approach, 'miss_distance'), 'astronomical');
  const day = dayOfCalendarDate(requiredText(approach, 'close_approach_date_full'));
  const absoluteMagnitude = optionalNumber(neo, 'absolute_magnitude_h');
  // JPL's calendar date is TDB; NeoWs makes an epoch of it as if it were UTC.
  const tdbMs = requiredNumber(approach, 'epoch_date_close_approach');
  return {
    collection: 'closeApproach',
    id: approachId('neows', designation, body, day),
    timeMs: utcOfJulianDate(JD_OF_UNIX_EPOCH + tdbMs / DAY_MS),
    timeEndMs: null,
    title: `${fullName} passes ${body === 'earth' ? 'the Earth' : body} at ${auText(distanceAu)}`,
    linked: [approachId('cad', designation, body, day)],
    body: JSON.stringify({
      designation,
      fullName,
      body,
      distanceAu,
      distanceMinAu: null,
      distanceMaxAu: null,
      velocity: requiredNumber(nested(approach, 'relative_velocity'), 'kilometers_per_second'),
      sigma: null,
      absoluteMagnitude,
      ...diametersOf(neo, absoluteMagnitude),
      hazardous: optionalFlag(neo, 'is_potentially_hazardous_asteroid'),
      sentry: optionalFlag(neo, 'is_sentry_object'),
      spkId: optionalText(neo, 'id'),
    }),
  };
}

/**
 * NeoWs feed of some days. It tells JPL's approaches once more, also those beyond 0.05 au, with the flag "potentially
 * hazardous": a document of its own beside JPL's, tied to it by `linked` (`mergeCloseApproaches` of the contract makes
 * one of both). Speeds km/s, distances au, diameters metres.
 */
export function transformNeows(raw: RawText): Transformed {
  const json = parseJson(raw.body);
  if (json === undefined) return unreadable('the body is no JSON, it may be cut short', raw);
  if (!isRow(json) || !isRow(json['near_earth_objects'])) {
    return unreadable('unknown shape: near_earth_objects is missing', raw);
  }
  const collector = createCollector(raw, { source: 'nasa-neows' });
  let objects = 0;
  for (const [day, list] of Object.entries(json['near_earth_objects'])) {
    if (!Array.isArray(list)) {
      collector.reject(`the day ${day} is no list`, list);
      continue;
    }
    for (const neo of list as readonly unknown[]) {
      objects += 1;
      collector.attempt(neo, () => {
        const row = asRow(neo);
        const approaches = row['close_approach_data'];
        if (!Array.isArray(approaches)) throw new BadRecord('close_approach_data: a list is needed');
        for (const approach of approaches as readonly unknown[]) {
          collector.attempt(neo, () => collector.document(approachOf(row, asRow(approach)), neo));
        }
      });
    }
  }
  return counted(collector.finish(), objects, claimOf(json, 'element_count'));
}
