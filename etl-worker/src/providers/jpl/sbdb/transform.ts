import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Documented, type RawText } from '../../../records/collector.ts';
import { readJpl } from '../answer.ts';
import {
  BadRecord,
  isRow,
  type Row,
  optionalFlag,
  optionalNumber,
  optionalText,
  requiredNumber,
  requiredText,
} from '../../../parsing/rows.ts';
import { utcOfJulianDate } from '../../../parsing/small-bodies.ts';

/** Signature of the list of close approaches, of which this source takes the designations only. */
export const CLOSE_APPROACHES = 'Close Approach Data API';

/**
 * Names of JPL's elements: eccentricity, semi-major axis and perihelion distance (au), inclination, node, argument,
 * mean anomaly (degrees) …
 */
const ELEMENTS = ['e', 'a', 'q', 'i', 'om', 'w', 'ma', 'tp', 'per', 'n', 'ad'] as const;

function part(row: Row, field: string): Row {
  const value = row[field];
  if (!isRow(value)) throw new BadRecord(`${field}: an object is needed`);
  return value;
}

const listOf = (row: Row, field: string): readonly Row[] =>
  Array.isArray(row[field]) ? (row[field] as readonly unknown[]).filter(isRow) : [];

function elementsOf(orbit: Row): Readonly<Record<string, number | null>> {
  const byName = new Map(listOf(orbit, 'elements').map((element) => [element['name'], element]));
  if (!byName.has('e') || !byName.has('q')) throw new BadRecord('elements: e and q are needed');
  return Object.fromEntries(
    ELEMENTS.map((name) => {
      const element = byName.get(name);
      return [name, element === undefined ? null : optionalNumber(element, 'value')];
    }),
  );
}

/** Physical parameters by name; a number where it is one, else the text (`964.4 x 964.2 x 891.8`). */
function physicalOf(json: Row): ReadonlyMap<string, Row> {
  return new Map(listOf(json, 'phys_par').map((parameter) => [String(parameter['name']), parameter]));
}

function bodyOf(json: Row): Documented {
  const object = part(json, 'object');
  const orbit = part(json, 'orbit');
  const physical = physicalOf(json);
  const number = (name: string): number | null => {
    const parameter = physical.get(name);
    return parameter === undefined ? null : optionalNumber(parameter, 'value');
  };
  const text = (name: string): string | null => {
    const parameter = physical.get(name);
    return parameter === undefined ? null : optionalText(parameter, 'value');
  };
  const designation = requiredText(object, 'des');
  const fullName = requiredText(object, 'fullname');
  const orbitClass = isRow(object['orbit_class']) ? object['orbit_class'] : {};
  const epochJd = requiredNumber(orbit, 'epoch');
  const diameterKm = number('diameter');
  return {
    collection: 'smallBody',
    id: designation,
    timeMs: utcOfJulianDate(epochJd),
    timeEndMs: null,
    title: fullName,
    linked: [],
    body: JSON.stringify({
      designation,
      fullName,
      spkId: optionalText(object, 'spkid'),
      orbitClass: optionalText(orbitClass, 'name'),
      nearEarth: optionalFlag(object, 'neo'),
      hazardous: optionalFlag(object, 'pha'),
      // Julian date, TDB; elements are heliocentric, ecliptic and equinox of J2000; angles degrees, distances au,
      // periods days.
      epochJd,
      elements: elementsOf(orbit),
      orbitId: optionalText(orbit, 'orbit_id'),
      conditionCode: optionalText(orbit, 'condition_code'),
      moidAu: optionalNumber(orbit, 'moid'),
      observations: optionalNumber(orbit, 'n_obs_used'),
      arcDays: optionalNumber(orbit, 'data_arc'),
      absoluteMagnitude: number('H') ?? number('M1'),
      slope: number('G'),
      diameter: diameterKm === null ? null : 1000 * diameterKm,
      albedo: number('albedo'),
      rotationHours: number('rot_per'),
      spectralType: text('spec_B') ?? text('spec_T'),
      discovered: isRow(json['discovery']) ? optionalText(json['discovery'], 'date') : null,
    }),
  };
}

/**
 * One object of JPL's small-body database (sbdb.api, versions 1.x). The list of close approaches by which the source
 * knew whom to ask for carries no records here: another source loads it.
 */
export function transformSmallBody(raw: RawText): Transformed {
  if (typeof readJpl(raw, CLOSE_APPROACHES, '1') !== 'string') {
    return { records: [], rejects: [], complete: true, claimed: null, gaps: [] };
  }
  const json = readJpl(raw, 'Small-Body Database', '1');
  if (typeof json === 'string') return unreadable(json, raw);
  const message = optionalText(json, 'message');
  if (json['object'] === undefined && message !== null) return unreadable(`JPL says: ${message}`, raw);
  const collector = createCollector(raw, { source: 'jpl-sbdb' });
  collector.attempt(raw.body, () => collector.document(bodyOf(json), raw.body));
  return collector.finish();
}
