import { OrreryError, type FieldError } from '@orrery/contract';
import { invalidElements, type ElementSet, type OmmRecord } from './elements.ts';
import { formatIsoEpoch, parseTleEpoch } from './epoch.ts';
import { parseExponential, parseTleId, tleChecksum } from './tle-format.ts';

const LINE_LENGTH = 69;

/** Columns (0-based, end excluded) of what is read, and how they must look. https://celestrak.org/columns/v04n03/ */
interface Field {
  readonly from: number;
  readonly to: number;
  readonly pattern: RegExp;
}
const field = (from: number, to: number, pattern: RegExp): Field => ({ from, to, pattern });

const EXPONENTIAL = /^[ +-]\d{5}[+-]\d$/;
const ANGLE = /^ *\d{1,3}\.\d{4}$/;

const LINE1 = {
  id: field(2, 7, /^([A-HJ-NP-Z]\d{4}| *\d+)$/),
  classification: field(7, 8, /^[UCS ]$/),
  designator: field(9, 17, /^[ 0-9A-Z]{8}$/),
  epoch: field(18, 32, /^\d\d[ \d]{3}\.\d{8}$/),
  meanMotionDot: field(33, 43, /^[ +\-0]\.\d{8}$/),
  meanMotionDdot: field(44, 52, EXPONENTIAL),
  bstar: field(53, 61, EXPONENTIAL),
  ephemerisType: field(62, 63, /^[ 0-9]$/),
  elementSet: field(64, 68, /^[ \d]{4}$/),
} as const;

const LINE2 = {
  id: LINE1.id,
  inclination: field(8, 16, ANGLE),
  node: field(17, 25, ANGLE),
  eccentricity: field(26, 33, /^[ \d]{7}$/),
  pericentre: field(34, 42, ANGLE),
  anomaly: field(43, 51, ANGLE),
  meanMotion: field(52, 63, /^ *\d{1,2}\.\d{1,8} *$/),
  revolution: field(63, 68, /^[ \d]{5}$/),
} as const;

function problemsOf(path: string, line: string, fields: Readonly<Record<string, Field>>): FieldError[] {
  const digit = path.slice(-1);
  if (!line.startsWith(`${digit} `)) return [{ path, message: `must begin with "${digit} "` }];
  if (line.length < LINE_LENGTH) return [{ path, message: `has ${line.length} columns, not ${LINE_LENGTH}` }];
  const sum = tleChecksum(line);
  if (line[68] !== String(sum))
    return [{ path, message: `checksum in column 69 is "${line[68]}", the digits sum to ${sum}` }];
  return Object.entries(fields)
    .filter(([, f]) => !f.pattern.test(line.slice(f.from, f.to)))
    .map(([name, f]) => ({
      path,
      message: `${name} in columns ${f.from + 1}–${f.to} reads "${line.slice(f.from, f.to)}"`,
    }));
}

const read = (line: string, f: Field): string => line.slice(f.from, f.to);

/** `98067A` as `1998-067A`; empty where the field is blank or means nothing. */
function designatorOf(text: string): string {
  const match = /^(\d\d)(\d{3})([A-Z]{1,3})$/.exec(text.trim());
  if (!match) return '';
  return `${Number(match[1]) < 57 ? 20 : 19}${match[1]}-${match[2]}${match[3]}`;
}

function ommOf(name: string, noradId: number, epochMs: number, line1: string, line2: string): OmmRecord {
  const classification = read(line1, LINE1.classification);
  return {
    OBJECT_NAME: name,
    OBJECT_ID: designatorOf(read(line1, LINE1.designator)),
    EPOCH: formatIsoEpoch(epochMs),
    MEAN_MOTION: Number(read(line2, LINE2.meanMotion)),
    ECCENTRICITY: Number(`0.${read(line2, LINE2.eccentricity).replaceAll(' ', '0')}`),
    INCLINATION: Number(read(line2, LINE2.inclination)),
    RA_OF_ASC_NODE: Number(read(line2, LINE2.node)),
    ARG_OF_PERICENTER: Number(read(line2, LINE2.pericentre)),
    MEAN_ANOMALY: Number(read(line2, LINE2.anomaly)),
    EPHEMERIS_TYPE: 0,
    CLASSIFICATION_TYPE: classification === 'C' || classification === 'S' ? classification : 'U',
    NORAD_CAT_ID: noradId,
    ELEMENT_SET_NO: Number(read(line1, LINE1.elementSet)),
    REV_AT_EPOCH: Number(read(line2, LINE2.revolution)),
    BSTAR: parseExponential(read(line1, LINE1.bstar)),
    MEAN_MOTION_DOT: Number(read(line1, LINE1.meanMotionDot).replaceAll(' ', '')),
    MEAN_MOTION_DDOT: parseExponential(read(line1, LINE1.meanMotionDdot)),
  };
}

function rangeProblems(omm: OmmRecord, noradId: number): FieldError[] {
  const checks: readonly (readonly [boolean, string, string])[] = [
    [noradId >= 1, 'line1', 'catalogue number 0 is no satellite'],
    [
      omm.MEAN_MOTION > 0 && omm.MEAN_MOTION <= 20,
      'line2',
      `mean motion ${omm.MEAN_MOTION} is outside 0–20 revolutions a day`,
    ],
    [omm.INCLINATION <= 180, 'line2', `inclination ${omm.INCLINATION} is above 180°`],
    [
      Math.max(omm.RA_OF_ASC_NODE, omm.ARG_OF_PERICENTER, omm.MEAN_ANOMALY) <= 360,
      'line2',
      'node, pericentre and anomaly must be within 0–360°',
    ],
  ];
  return checks.filter(([good]) => !good).map(([, path, message]) => ({ path, message }));
}

/**
 * An element set of two lines; checksum, columns and ranges are checked, columns beyond 69 ignored, alpha-5 ids
 * decoded. A leading `0 ` of the name (Space-Track's 3LE) is dropped; an empty name becomes `NORAD <id>`. Throws
 * OrreryError `invalidElements` naming line and columns.
 */
export function parseTle(name: string, line1: string, line2: string): ElementSet {
  const given = name.trim().replace(/^0 +/, '');
  const who = given || line1.slice(2, 7).trim() || 'an unnamed object';
  const problems = [...problemsOf('line1', line1, LINE1), ...problemsOf('line2', line2, LINE2)];
  if (problems.length > 0) throw invalidElements(who, problems);
  if (read(line1, LINE1.ephemerisType) === '4') {
    throw invalidElements(who, [
      { path: 'line1', message: 'ephemeris type 4 is SGP4-XP, which SGP4 cannot propagate' },
    ]);
  }
  const noradId = parseTleId(read(line1, LINE1.id));
  const epochMs = parseTleEpoch(read(line1, LINE1.epoch));
  if (noradId === null || noradId !== parseTleId(read(line2, LINE2.id))) {
    throw invalidElements(who, [{ path: 'line2', message: `its id ${read(line2, LINE2.id)} is not that of line 1` }]);
  }
  if (epochMs === null)
    throw invalidElements(who, [{ path: 'line1', message: 'the day of the epoch must be 1 to 366' }]);
  const shown = given || `NORAD ${noradId}`;
  const omm = ommOf(shown, noradId, epochMs, line1, line2);
  const outside = rangeProblems(omm, noradId);
  if (outside.length > 0) throw invalidElements(who, outside);
  const lines = { line1: line1.slice(0, LINE_LENGTH), line2: line2.slice(0, LINE_LENGTH) };
  return { noradId, name: shown, intlDesignator: omm.OBJECT_ID || null, epochMs, source: 'tle', omm, ...lines };
}

/** Lines that were not understood, and why. */
export interface TleReject {
  readonly reason: string;
  readonly raw: string;
}

/** Longest name of a 3LE is 24 characters: a longer line that starts with `1 ` or `2 ` is an element line. */
const isElementLine = (line: string, digit: '1' | '2'): boolean => line.startsWith(`${digit} `) && line.length > 40;

/**
 * All element sets of a text with three lines each (name first) or two; empty lines and `#` comments are skipped.
 * What cannot be used is listed with its reason and costs no other satellite.
 */
export function parseTleFile(text: string): { elements: ElementSet[]; rejects: TleReject[] } {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const elements: ElementSet[] = [];
  const rejects: TleReject[] = [];
  let name: string | null = null;
  const rejectName = (): void => {
    if (name !== null) rejects.push({ reason: 'a name without element lines', raw: name });
    name = null;
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const next = lines[i + 1] ?? '';
    if (isElementLine(line, '1') && isElementLine(next, '2')) {
      try {
        elements.push(parseTle(name ?? '', line, next));
      } catch (error) {
        if (!(error instanceof OrreryError)) throw error;
        rejects.push({ reason: error.message, raw: [...(name === null ? [] : [name]), line, next].join('\n') });
      }
      name = null;
      i++;
    } else if (isElementLine(line, '1') || isElementLine(line, '2')) {
      rejects.push({
        reason: `line ${line[0]} without its line ${line[0] === '1' ? 2 : 1}`,
        raw: [...(name === null ? [] : [name]), line].join('\n'),
      });
      name = null;
    } else {
      rejectName();
      name = line;
    }
  }
  rejectName();
  return { elements, rejects };
}
