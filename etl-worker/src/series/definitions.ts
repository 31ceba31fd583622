import { UNITS, DAY_MS, HOUR_MS, MINUTE_MS } from '@orrery/contract';
import type { SourceInfo } from '../providers/source.ts';

/** What a series is, wherever it comes from. */
export interface SeriesDefinition {
  readonly title: string;
  /** Grafana unit id. */
  readonly unit: string;
  readonly cadenceMs: number;
  readonly description: string;
  /** Values outside are rejects: they are impossible, not merely rare. */
  readonly min: number;
  readonly max: number;
}

const MONTH = 30 * DAY_MS;

const define = (
  title: string,
  unit: string,
  cadenceMs: number,
  [min, max]: readonly [number, number],
  description: string,
): SeriesDefinition => ({ title, unit, cadenceMs, min, max, description });

// Kp and ap end at 9 and 400 by definition (Matzka et al. 2021, doi:10.1029/2020SW002641); Hp30 and ap30 have no end
// (Yamazaki et al. 2022, doi:10.1029/2022GL098860), the highest known are about 14 and 1300.
const KP = [0, 9] as const;
const AP = [0, 400] as const;
// The quiet Sun gives about 64 sfu, interpolated days of the record go down to 53.5; bursts have reached 938.6
// (2011-03-07).
const F107 = [40, 3000] as const;
// SILSO v2: the highest day on record is 528 (1957).
const SUNSPOTS = [0, 1000] as const;
// The field at L1 reached 73 nT in May 2024, elsewhere near 1 AU 109 nT in July 2012 (Russell et al. 2013).
const FIELD = [-300, 300] as const;
// X45 of 2003-11-04, the largest flare measured, is 4.5e-3 W/m²; the sensor's floor is 1e-9.
const XRAYS = [0, 1] as const;
// The largest event since 1976 reached 43,500 pfu (1991-03-24); background subtraction may leave a little below zero.
const PROTONS = [-1, 1e7] as const;
// UT1 is kept within 0.9 s of UTC by leap seconds (ITU-R TF.460); the pole stays within 0.7" of the axis (IERS
// Conventions 2010 §7).
const UT1 = [-1, 1] as const;
const POLE = [-1, 1] as const;
const PERCENT = [0, 100] as const;
const SCALE = [0, 5] as const;

const protons = (energy: string): SeriesDefinition =>
  define(
    `Proton flux ≥${energy} MeV`,
    UNITS.particleFluxUnit,
    5 * MINUTE_MS,
    PROTONS,
    `Integral flux of protons above ${energy} MeV at a geostationary GOES; 1 pfu = 1/(cm² s sr).`,
  );

/**
 * Every series of these sources: its unit, its natural cadence and the range of what is possible. Times are starts of
 * intervals or instants, UTC.
 */
export const SERIES = {
  kp: define(
    'Kp',
    UNITS.none,
    3 * HOUR_MS,
    KP,
    'Planetary K index by three-hour interval. NOAA’s estimate is nowcast, GFZ’s preliminary value provisional, GFZ’s final one definitive, NOAA’s forecast predicted.',
  ),
  estimatedKp: define(
    'Estimated Kp',
    UNITS.none,
    MINUTE_MS,
    KP,
    'NOAA’s running estimate of Kp over the last three hours, every minute.',
  ),
  ap: define(
    'ap',
    UNITS.none,
    3 * HOUR_MS,
    AP,
    'Equivalent planetary amplitude by three-hour interval, in units of 2 nT; the linear twin of Kp.',
  ),
  apDaily: define('Ap', UNITS.none, DAY_MS, AP, 'Daily mean of the eight ap.'),
  hp30: define('Hp30', UNITS.none, HOUR_MS / 2, [0, 20], 'Half-hourly, open-ended sister of Kp (GFZ).'),
  ap30: define('ap30', UNITS.none, HOUR_MS / 2, [0, 5000], 'Half-hourly, open-ended sister of ap (GFZ).'),
  dst: define(
    'Dst',
    UNITS.nanotesla,
    HOUR_MS,
    [-2500, 300],
    'Disturbance storm time index (WDC Kyoto); nowcast values are quick-look.',
  ),
  ae: define(
    'AE',
    UNITS.nanotesla,
    HOUR_MS,
    [0, 10_000],
    'Auroral electrojet index, hourly mean (WDC Kyoto through OMNI).',
  ),
  f107: define(
    'F10.7',
    UNITS.solarFluxUnit,
    DAY_MS,
    F107,
    'Solar radio flux at 10.7 cm as observed at Penticton at local noon (20 UT), filed under the start of its UTC day. Flares contaminate a few days.',
  ),
  f107Adjusted: define('F10.7 adjusted', UNITS.solarFluxUnit, DAY_MS, F107, 'F10.7 reduced to one astronomical unit.'),
  f107Monthly: define('F10.7 monthly', UNITS.solarFluxUnit, MONTH, F107, 'Monthly mean of F10.7.'),
  f107Smoothed: define(
    'F10.7 smoothed',
    UNITS.solarFluxUnit,
    MONTH,
    F107,
    '13-month smoothed F10.7; predicted values are NOAA’s cycle forecast.',
  ),
  f107Outlook: define('F10.7 27-day outlook', UNITS.solarFluxUnit, DAY_MS, F107, 'NOAA’s 27-day outlook of F10.7.'),
  apDailyOutlook: define('Ap 27-day outlook', UNITS.none, DAY_MS, AP, 'NOAA’s 27-day outlook of the daily A index.'),
  kpMaxOutlook: define(
    'Largest Kp 27-day outlook',
    UNITS.none,
    DAY_MS,
    KP,
    'NOAA’s 27-day outlook of the largest Kp of the day.',
  ),
  sunspotNumber: define(
    'Sunspot number',
    UNITS.none,
    MONTH,
    SUNSPOTS,
    'Monthly mean of the international sunspot number, version 2 (SILSO, CC BY-NC 4.0).',
  ),
  sunspotNumberSmoothed: define(
    'Sunspot number smoothed',
    UNITS.none,
    MONTH,
    SUNSPOTS,
    '13-month smoothed sunspot number (SILSO, CC BY-NC 4.0); predicted values are NOAA’s cycle forecast.',
  ),
  sunspotNumberDaily: define(
    'Sunspot number daily',
    UNITS.none,
    DAY_MS,
    SUNSPOTS,
    'International sunspot number of the day (SILSO, CC BY-NC 4.0).',
  ),
  solarWindSpeed: define(
    'Solar wind speed',
    UNITS.kmPerSecond,
    MINUTE_MS,
    [100, 4000],
    'Bulk speed of the protons. Nowcast is measured at L1 every minute; definitive is OMNI’s hourly mean at the bow shock.',
  ),
  solarWindDensity: define(
    'Solar wind density',
    UNITS.perCubicCentimetre,
    MINUTE_MS,
    [0, 1000],
    'Number density of the protons.',
  ),
  solarWindTemperature: define(
    'Solar wind temperature',
    UNITS.kelvin,
    MINUTE_MS,
    [0, 1e9],
    'Temperature of the protons.',
  ),
  flowPressure: define(
    'Flow pressure',
    UNITS.nanopascal,
    HOUR_MS,
    [0, 1000],
    'Dynamic pressure of the solar wind (OMNI).',
  ),
  bx: define(
    'Bx',
    UNITS.nanotesla,
    MINUTE_MS,
    FIELD,
    'Interplanetary magnetic field towards the Sun; the x axes of GSE and GSM are one.',
  ),
  by: define('By', UNITS.nanotesla, MINUTE_MS, FIELD, 'Interplanetary magnetic field, GSM y.'),
  bz: define(
    'Bz',
    UNITS.nanotesla,
    MINUTE_MS,
    FIELD,
    'Interplanetary magnetic field, GSM z; negative is southward and couples to the Earth’s field.',
  ),
  bt: define('Bt', UNITS.nanotesla, MINUTE_MS, [0, 300], 'Strength of the interplanetary magnetic field.'),
  xrayFlux: define(
    'X-ray flux',
    UNITS.wattsPerSquareMetre,
    MINUTE_MS,
    XRAYS,
    'Solar X-rays 0.1–0.8 nm at GOES; flares are classed by it (M1 = 1e-5).',
  ),
  xrayFluxShort: define(
    'X-ray flux, short',
    UNITS.wattsPerSquareMetre,
    MINUTE_MS,
    XRAYS,
    'Solar X-rays 0.05–0.4 nm at GOES.',
  ),
  protonFlux: protons('10'),
  protonFlux1: protons('1'),
  protonFlux5: protons('5'),
  protonFlux30: protons('30'),
  protonFlux50: protons('50'),
  protonFlux60: protons('60'),
  protonFlux100: protons('100'),
  protonFlux500: protons('500'),
  noaaScaleR: define('R scale', UNITS.none, MINUTE_MS, SCALE, 'NOAA radio blackout scale as observed.'),
  noaaScaleS: define('S scale', UNITS.none, MINUTE_MS, SCALE, 'NOAA solar radiation storm scale as observed.'),
  noaaScaleG: define(
    'G scale',
    UNITS.none,
    MINUTE_MS,
    SCALE,
    'NOAA geomagnetic storm scale: observed, and predicted by day.',
  ),
  r1r2Probability: define(
    'R1–R2 probability',
    UNITS.percent,
    DAY_MS,
    PERCENT,
    'Chance of a minor or moderate radio blackout on the day (NOAA).',
  ),
  r3Probability: define(
    'R3+ probability',
    UNITS.percent,
    DAY_MS,
    PERCENT,
    'Chance of a strong radio blackout or worse on the day (NOAA).',
  ),
  s1Probability: define(
    'S1+ probability',
    UNITS.percent,
    DAY_MS,
    PERCENT,
    'Chance of a solar radiation storm on the day (NOAA).',
  ),
  ut1MinusUtc: define(
    'UT1 − UTC',
    UNITS.second,
    DAY_MS,
    UT1,
    'Rotation of the Earth against UTC (IERS). Definitive is Bulletin B, provisional Bulletin A, predicted ahead of it.',
  ),
  polarMotionX: define(
    'Polar motion x',
    UNITS.arcsecond,
    DAY_MS,
    POLE,
    'Pole of the Earth’s figure, towards Greenwich (IERS).',
  ),
  polarMotionY: define(
    'Polar motion y',
    UNITS.arcsecond,
    DAY_MS,
    POLE,
    'Pole of the Earth’s figure, towards 90° west (IERS).',
  ),
} as const satisfies Readonly<Record<string, SeriesDefinition>>;
export type SeriesId = keyof typeof SERIES;

/** Entries of `SourceInfo.provides` for series of this table. */
export const provides = (...ids: readonly SeriesId[]): SourceInfo['provides'] =>
  ids.map((name) => ({ name, unit: SERIES[name].unit, title: SERIES[name].title }));
