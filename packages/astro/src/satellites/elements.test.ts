import { OrreryError, DAY_MS } from '@orrery/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '../testing/shared-data.ts';
import { elementAgeDays, elementAgeNotices } from './elements.ts';
import { formatIsoEpoch, formatTleEpoch, parseIsoEpoch, parseTleEpoch } from './epoch.ts';
import { parseOmm } from './omm.ts';
import { createPropagator } from './propagator.ts';
import { formatTleId, parseTleId, tleChecksum, toTleLines } from './tle-format.ts';
import { parseTle, parseTleFile } from './tle.ts';

/** A float64 of epoch milliseconds steps by 0.24 µs. */
const EPOCH_MS = 0.0003;
/** Same elements, epochs equal to 0.3 µs: 8 km/s times that. */
const SAME_POSITION_KM = 3e-6;

const ISS = {
  OBJECT_NAME: 'ISS (ZARYA)',
  OBJECT_ID: '1998-067A',
  EPOCH: '2025-05-24T20:37:27.097824',
  MEAN_MOTION: 15.49717269,
  ECCENTRICITY: 0.0002122,
  INCLINATION: 51.636,
  RA_OF_ASC_NODE: 62.6541,
  ARG_OF_PERICENTER: 144.9421,
  MEAN_ANOMALY: 215.1708,
  EPHEMERIS_TYPE: 0,
  CLASSIFICATION_TYPE: 'U',
  NORAD_CAT_ID: 25544,
  ELEMENT_SET_NO: 999,
  REV_AT_EPOCH: 51154,
  BSTAR: 0.00020518,
  MEAN_MOTION_DOT: 0.00011156,
  MEAN_MOTION_DDOT: 0,
} as const;

const errorOf = (fn: () => unknown): OrreryError => {
  try {
    fn();
  } catch (error) {
    if (error instanceof OrreryError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('OMM records', () => {
  it('are read from numbers and from numeric strings alike, microseconds of the epoch kept', () => {
    const strings = Object.fromEntries(Object.entries(ISS).map(([key, value]) => [key, String(value)]));
    const [a, b] = [parseOmm(ISS), parseOmm(strings)];
    expect(b).toEqual(a);
    expect(Math.abs(a.epochMs - (Date.UTC(2025, 4, 24, 20, 37, 27) + 97.824))).toBeLessThan(EPOCH_MS);
    expect(a.omm.EPOCH).toBe(ISS.EPOCH);
    expect(parseOmm(a.omm)).toEqual(a);
  });

  it('name every wrong field', () => {
    const error = errorOf(() => parseOmm({ ...ISS, ECCENTRICITY: 1.2, BSTAR: '', EPOCH: '2025-05-24T20:37:27+02:00' }));
    expect(error.code).toBe('invalidElements');
    expect(error.details.map((d) => d.path).sort()).toEqual(['BSTAR', 'ECCENTRICITY', 'EPOCH']);
    expect(error.message).toContain('ISS (ZARYA) (25544)');
  });

  it.each([
    null,
    'text',
    [],
    {},
    { ...ISS, NORAD_CAT_ID: 1e9 },
    { ...ISS, NORAD_CAT_ID: 0 },
    { ...ISS, MEAN_MOTION: NaN },
  ])('of another shape are refused: %j', (record) => {
    expect(errorOf(() => parseOmm(record)).code).toBe('invalidElements');
  });

  it('of SGP4-XP are refused, for SGP4 would give wrong positions', () => {
    expect(errorOf(() => parseOmm({ ...ISS, EPHEMERIS_TYPE: 4 })).message).toContain('SGP4-XP');
    expect(errorOf(() => parseOmm({ ...ISS, MEAN_ELEMENT_THEORY: 'SGP4-XP' })).details[0]?.path).toBe(
      'MEAN_ELEMENT_THEORY',
    );
  });

  it('of SGP/SGP4, as CCSDS writes it, are accepted, and so are the frame, time and centre that SGP4 has', () => {
    const full = { MEAN_ELEMENT_THEORY: 'SGP/SGP4', TIME_SYSTEM: 'UTC', REF_FRAME: 'TEME', CENTER_NAME: 'Earth' };
    expect(parseOmm({ ...ISS, ...full }).omm).toEqual(parseOmm(ISS).omm);
  });

  it.each([
    ['TIME_SYSTEM', 'TAI'],
    ['REF_FRAME', 'EME2000'],
    ['CENTER_NAME', 'MARS'],
  ])('whose %s is %s are refused: they mean other elements', (key, value) => {
    expect(errorOf(() => parseOmm({ ...ISS, [key]: value })).details[0]?.path).toBe(key);
  });

  it('may name the epoch by the day of the year', () => {
    expect(parseOmm({ ...ISS, EPOCH: '2025-085T12:00:00' }).epochMs).toBe(Date.UTC(2025, 2, 26, 12));
    expect(errorOf(() => parseOmm({ ...ISS, EPOCH: '2025-366T12:00:00' })).details[0]?.path).toBe('EPOCH');
  });

  it('with nine-digit ids propagate like any other and have no lines', () => {
    const far = parseOmm({ ...ISS, NORAD_CAT_ID: 799_500_123 });
    expect([far.noradId, far.line1, toTleLines(far)]).toEqual([799_500_123, null, null]);
    const at = far.epochMs + DAY_MS;
    expect(createPropagator(far).at(at)).toEqual(createPropagator(parseOmm(ISS)).at(at));
  });

  it('keep digits that two lines cannot hold, and say so by having none', () => {
    for (const finer of [
      { MEAN_ANOMALY: 215.17081 },
      { EPOCH: '2025-05-24T20:37:27.097900' },
      { BSTAR: 0.000205181 },
    ]) {
      expect(toTleLines(parseOmm({ ...ISS, ...finer })), JSON.stringify(finer)).toBeNull();
    }
    const moved = createPropagator(parseOmm({ ...ISS, MEAN_ANOMALY: 215.17081 })).at(Date.UTC(2025, 4, 25));
    const plain = createPropagator(parseOmm(ISS)).at(Date.UTC(2025, 4, 25));
    if (!moved.ok || !plain.ok) throw new Error('no position');
    // 1e-5 degrees of 6,790 km are 1.2 m.
    const distance = Math.hypot(...moved.position.map((v, i) => v - plain.position[i]!));
    expect(distance).toBeGreaterThan(0.001);
    expect(distance).toBeLessThan(0.0014);
  });
});

describe('epochs', () => {
  it('keep their microseconds through text and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4e14, max: 4e15 }), (micros) => {
        const text = formatIsoEpoch(micros / 1000);
        expect(Math.abs(parseIsoEpoch(text)! - micros / 1000)).toBeLessThan(EPOCH_MS);
      }),
    );
  });

  it('on the grid of a TLE survive its field, others have none', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 1, max: 365 }),
        fc.integer({ min: 0, max: 99_999_999 }),
        (y, d, f) => {
          const field = `${String(y).padStart(2, '0')}${String(d).padStart(3, '0')}.${String(f).padStart(8, '0')}`;
          const epochMs = parseTleEpoch(field)!;
          expect(formatTleEpoch(epochMs)).toBe(field);
          expect(formatTleEpoch(epochMs + 0.4)).toBeNull();
        },
      ),
    );
  });

  it('that are no dates are refused', () => {
    for (const bad of ['2025-02-30T00:00:00', '2025-13-01T00:00:00', '2025-05-24', '2025-05-24T24:00:00', 'today']) {
      expect(parseIsoEpoch(bad), bad).toBeNull();
    }
  });
});

describe('two lines', () => {
  const L1 = '1 25544U 98067A   25113.77221326  .00022023  00000+0  39391-3 0  9998';
  const L2 = '2 25544  51.6359 216.5553 0005513  67.1671 292.9899 15.49908296506721';

  it('are read with name, designator, id and full epoch', () => {
    const iss = parseTle('0 ISS (ZARYA)   ', L1, L2);
    expect([iss.name, iss.noradId, iss.intlDesignator, iss.source]).toEqual(['ISS (ZARYA)', 25544, '1998-067A', 'tle']);
    expect(Math.abs(iss.epochMs - (Date.UTC(2025, 3, 23) + 0.77221326 * DAY_MS))).toBeLessThan(EPOCH_MS);
    expect(iss.omm.BSTAR).toBe(0.00039391);
    expect(iss.omm.EPOCH).toBe('2025-04-23T18:31:59.225664');
  });

  it('with a wrong digit are refused wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.integer({ min: 0, max: 68 }),
        fc.constantFrom(...'0123456789X-'),
        (first, at, char) => {
          const line = first ? L1 : L2;
          fc.pre(line[at] !== char);
          const broken = line.slice(0, at) + char + line.slice(at + 1);
          // A minus counts like a 1, so these two cannot be told apart by the checksum, nor a 0 from a letter or a
          // blank.
          const weight = (c: string): number => (c === '-' ? 1 : Number(c) || 0);
          fc.pre(at === 68 || at < 2 || weight(char) !== weight(line[at]!));
          expect(errorOf(() => parseTle('ISS', first ? broken : L1, first ? L2 : broken)).code).toBe('invalidElements');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('may have a nought before the point of the derivative', () => {
    const closed = (line: string): string => `${line}${tleChecksum(line)}`;
    const line1 = closed('1 45110U 20007A   23232.80903846 0.00110000  00000-0  32750-2 0    0');
    const line2 = closed('2 45110  53.0536 318.5204 0001342  88.9216 271.1930 15.30000000 1950');
    expect(parseTle('STARLINK', line1, line2).omm.MEAN_MOTION_DOT).toBe(0.0011);
    const negative = closed(line1.replace(' 0.00110000', ' -.00110000').slice(0, 68));
    expect(parseTle('STARLINK', negative, line2).omm.MEAN_MOTION_DOT).toBe(-0.0011);
  });

  it('of two satellites do not mix', () => {
    const other = '2 00900  90.2151  62.1547 0027273 117.3047 275.2974 13.75997420 13746';
    expect(errorOf(() => parseTle('x', L1, other)).message).toContain('not that of line 1');
  });

  it('count catalogue numbers to 339999 by alpha-5', () => {
    expect([
      formatTleId(5),
      formatTleId(100_000),
      formatTleId(148_493),
      formatTleId(339_999),
      formatTleId(340_000),
    ]).toEqual(['00005', 'A0000', 'E8493', 'Z9999', null]);
    fc.assert(fc.property(fc.integer({ min: 1, max: 339_999 }), (id) => parseTleId(formatTleId(id)!) === id));
    expect([parseTleId('I0000'), parseTleId('O0000'), parseTleId('     '), parseTleId('    5')]).toEqual([
      null,
      null,
      null,
      5,
    ]);
  });

  it('written from an alpha-5 OMM are read back as the same orbit', () => {
    const omm = parseOmm({ ...ISS, NORAD_CAT_ID: 270_001 });
    const [a, b] = toTleLines(omm)!;
    expect(a.slice(2, 7)).toBe('T0001');
    const back = parseTle(omm.name, a, b);
    expect(back.noradId).toBe(270_001);
    expect(back.omm).toEqual(omm.omm);
  });

  it('in a file cost no other satellite when some are broken', () => {
    const text = [
      '# header',
      'ISS',
      L1,
      L2,
      '',
      L1,
      L2,
      'LONELY NAME',
      'BROKEN',
      L1.replace('9998', '9990'),
      L2,
      L1,
      L2.slice(0, 30),
    ].join('\r\n');
    const { elements, rejects } = parseTleFile(text);
    expect(elements.map((e) => e.name)).toEqual(['ISS', 'NORAD 25544']);
    expect(rejects.map((r) => r.reason.split(':')[0])).toEqual([
      'a name without element lines',
      'Elements of BROKEN cannot be used',
      'line 1 without its line 2',
      'a name without element lines',
    ]);
  });
});

describe('the age of elements', () => {
  const iss = parseOmm(ISS);

  it('is in days, negative before the epoch', () => {
    expect(elementAgeDays(iss, iss.epochMs + 1.5 * DAY_MS)).toBeCloseTo(1.5, 9);
    expect(elementAgeDays(iss, iss.epochMs - DAY_MS)).toBeCloseTo(-1, 9);
  });

  it('warns beyond 14 days on either side, naming satellite and age', () => {
    expect(elementAgeNotices([iss], iss.epochMs - 13.9 * DAY_MS, iss.epochMs + 13.9 * DAY_MS)).toEqual([]);
    for (const [from, to] of [
      [0, 20.04],
      [-20.04, 0],
    ] as const) {
      const [notice, ...rest] = elementAgeNotices([iss], iss.epochMs + from * DAY_MS, iss.epochMs + to * DAY_MS);
      expect(rest).toEqual([]);
      expect(notice?.severity).toBe('warning');
      expect(notice?.text).toMatch(/ISS \(ZARYA\) \(25544\).* 20\.0 days/);
    }
  });

  it('sums up where many are old', () => {
    const many = Array.from({ length: 40 }, () => iss);
    const notices = elementAgeNotices(many, iss.epochMs + 30 * DAY_MS, iss.epochMs + 31 * DAY_MS);
    expect(notices.length).toBe(11);
    expect(notices.at(-1)?.text).toContain('30 more satellites');
  });
});

describeWithSharedData('recorded catalogues', () => {
  it('of 11,325 objects are read whole and written back character for character', () => {
    const { elements, rejects } = parseTleFile(readShared('satellites/carbsat_active_tle.dat'));
    expect(rejects).toEqual([]);
    expect(elements.length).toBeGreaterThan(11_000);
    const differing = elements.filter((e) => {
      const lines = toTleLines(e);
      return lines?.[0] !== e.line1 || lines[1] !== e.line2;
    });
    expect(differing.map((e) => [e.line1, e.line2, toTleLines(e)])).toEqual([]);
  });

  it('of OMM give the same positions through their lines', () => {
    for (const file of ['stations', 'weather', 'goes', 'noaa', 'resource', 'amateur', 'starlink']) {
      const records: unknown[] = JSON.parse(readShared(`satellites/carbsat_${file}.json`));
      for (const record of records.slice(0, 60)) {
        const omm = parseOmm(record);
        const tle = parseTle(omm.name, omm.line1!, omm.line2!);
        expect(Math.abs(tle.epochMs - omm.epochMs), omm.name).toBeLessThan(0.001);
        const at = omm.epochMs + 0.7 * DAY_MS;
        const [a, b] = [createPropagator(omm).at(at), createPropagator(tle).at(at)];
        if (!a.ok || !b.ok) throw new Error(`${omm.name}: no position`);
        expect(Math.hypot(...a.position.map((v, i) => v - b.position[i]!)), omm.name).toBeLessThan(SAME_POSITION_KM);
      }
    }
  });
});
