import type { ElementSet, OmmRecord } from './elements.ts';
import { formatTleEpoch } from './epoch.ts';

/** Leading digit pairs 10 … 33 as one letter; I and O are left out (Space-Track's alpha-5). */
const ALPHA5 = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/** The greatest catalogue number with a TLE field: Z9999. */
export const MAX_TLE_ID = 339_999;

/** The five columns of a catalogue number, alpha-5 above 99,999; null above 339,999. */
export function formatTleId(noradId: number): string | null {
  if (noradId > MAX_TLE_ID) return null;
  if (noradId < 100_000) return String(noradId).padStart(5, '0');
  return `${ALPHA5[Math.floor(noradId / 10_000) - 10]}${String(noradId % 10_000).padStart(4, '0')}`;
}

/** Catalogue number of the five columns, alpha-5 decoded; null where they hold none. */
export function parseTleId(field: string): number | null {
  const match = /^([A-Z]| *\d)(\d*)$/.exec(field);
  if (!match || field.trim() === '') return null;
  const letter = ALPHA5.indexOf(field[0]!);
  if (/^[A-Z]/.test(field)) return letter < 0 ? null : (letter + 10) * 10_000 + Number(field.slice(1));
  return Number(field);
}

/** The last digit of a line: sum of its digits, a minus counting 1, modulo 10. */
export function tleChecksum(line: string): number {
  let sum = 0;
  for (const char of line.slice(0, 68)) {
    if (char >= '0' && char <= '9') sum += Number(char);
    else if (char === '-') sum += 1;
  }
  return sum % 10;
}

/** A number with fixed decimals in `width` columns; null where that would change its value or not fit. */
function fixed(value: number, decimals: number, width: number): string | null {
  const text = value.toFixed(decimals).padStart(width);
  return text.length === width && Number(text) === value ? text : null;
}

/** `±ddddd±e` with an assumed leading point; digits beyond five are rounded off. */
function exponential(value: number): string {
  if (value === 0) return ' 00000+0';
  const [mantissa, power] = Math.abs(value).toExponential(4).split('e') as [string, string];
  const exponent = Number(power) + 1;
  if (exponent < -9) return ' 00000+0';
  return `${value < 0 ? '-' : ' '}${mantissa.replace('.', '')}${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

/** Value of `±ddddd±e`. */
export const parseExponential = (field: string): number =>
  Number(`${field.slice(0, 1).trim()}0.${field.slice(1, 6)}e${field.slice(6)}`);

const LARGEST_DOT = 0.99999999;

function firstDerivative(value: number): string {
  const clamped = Math.min(Math.max(value, -LARGEST_DOT), LARGEST_DOT);
  return `${clamped < 0 ? '-' : ' '}${Math.abs(clamped).toFixed(8).slice(1)}`;
}

function designator(id: string): string {
  const match = /^\d\d(\d\d)-(\d{3})([A-Z]{1,3})$/.exec(id);
  return (match ? `${match[1]}${match[2]}${match[3]}` : '').padEnd(8);
}

const closed = (line: string): string => `${line}${tleChecksum(line)}`;

function secondLine(omm: OmmRecord, id: string): string | null {
  const angles = [omm.INCLINATION, omm.RA_OF_ASC_NODE, omm.ARG_OF_PERICENTER, omm.MEAN_ANOMALY].map((a) =>
    fixed(a, 4, 8),
  );
  const eccentricity = fixed(omm.ECCENTRICITY, 7, 9)?.slice(2);
  const motion = fixed(omm.MEAN_MOTION, 8, 11);
  if (angles.includes(null) || !eccentricity || !motion) return null;
  const revolution = String(omm.REV_AT_EPOCH % 100_000).padStart(5);
  return closed(`2 ${id} ${angles[0]} ${angles[1]} ${eccentricity} ${angles[2]} ${angles[3]} ${motion}${revolution}`);
}

/**
 * The two lines for a given id field, null where epoch, B* or an element would lose digits. The derivatives of the mean
 * motion, which SGP4 does not read, are rounded and held below 1; the revolution number is kept modulo 100,000.
 */
export function writeTleLines(omm: OmmRecord, epochMs: number, id: string): readonly [string, string] | null {
  const epoch = formatTleEpoch(epochMs);
  const drag = exponential(omm.BSTAR);
  const line2 = secondLine(omm, id);
  if (!epoch || !line2 || drag.length !== 8 || parseExponential(drag) !== omm.BSTAR) return null;
  const dots = `${firstDerivative(omm.MEAN_MOTION_DOT)} ${exponential(omm.MEAN_MOTION_DDOT)}`;
  const setNumber = String(omm.ELEMENT_SET_NO % 10_000).padStart(4);
  const line1 = `1 ${id}${omm.CLASSIFICATION_TYPE} ${designator(omm.OBJECT_ID)} ${epoch} ${dots} ${drag} 0 ${setNumber}`;
  return line1.length === 68 ? [closed(line1), line2] : null;
}

/**
 * The elements as two lines of 69 columns, alpha-5 above 99,999. Null for ids above 339,999, and where the lines would
 * lose digits of an element that SGP4 reads: such elements live as OMM only.
 */
export function toTleLines(
  elements: Pick<ElementSet, 'noradId' | 'omm' | 'epochMs'>,
): readonly [string, string] | null {
  const id = formatTleId(elements.noradId);
  return id === null ? null : writeTleLines(elements.omm, elements.epochMs, id);
}
