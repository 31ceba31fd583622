import { invalidElements, type ElementSet, type OmmRecord } from './elements.ts';
import { parseIsoEpoch } from './epoch.ts';
import { toTleLines } from './tle-format.ts';

const ELEMENTS = [
  'NORAD_CAT_ID',
  'MEAN_MOTION',
  'ECCENTRICITY',
  'INCLINATION',
  'RA_OF_ASC_NODE',
  'ARG_OF_PERICENTER',
  'MEAN_ANOMALY',
  'BSTAR',
] as const satisfies readonly (keyof OmmRecord)[];

/**
 * The element set of a record that has been checked already, as the frames of `satelliteElements` carry it; records of
 * others go through `parseOmm`. `epochMs` where it is known more exactly than EPOCH says. Throws OrreryError
 * `invalidElements` where EPOCH is no date or an element no number.
 */
export function elementSetOf(omm: OmmRecord, epochMs = parseIsoEpoch(String(omm.EPOCH))): ElementSet {
  const { NORAD_CAT_ID: noradId, OBJECT_NAME: name, OBJECT_ID: intlDesignator } = omm;
  const missing = ELEMENTS.filter((key) => !Number.isFinite(omm[key]));
  if (epochMs === null || missing.length > 0) {
    const path = missing[0] ?? 'EPOCH';
    throw invalidElements(`${name} (${noradId})`, [{ path, message: `"${omm[path]}" cannot be used` }]);
  }
  const [line1, line2] = toTleLines({ noradId, omm, epochMs }) ?? [null, null];
  return { noradId, name, intlDesignator: intlDesignator || null, epochMs, source: 'omm', omm, line1, line2 };
}
