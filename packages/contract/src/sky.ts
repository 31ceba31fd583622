import * as z from 'zod/mini';

/** Bodies of the computed sky. */
export const BODIES = [
  'sun',
  'moon',
  'mercury',
  'venus',
  'mars',
  'jupiter',
  'saturn',
  'uranus',
  'neptune',
  'pluto',
] as const;
export type Body = (typeof BODIES)[number];

/** Grafana unit ids; AU has none of its own and is a suffix unit. */
export const UNITS = {
  degree: 'degree',
  arcsecond: 'arcsec',
  au: 'suffix: AU',
  km: 'lengthkm',
  metresPerSecond: 'velocityms',
  kmPerSecond: 'suffix: km/s',
  percent: 'percent',
  nanotesla: 'suffix: nT',
  none: 'none',
  day: 'd',
  minute: 'm',
  metre: 'lengthm',
  lunarDistance: 'suffix: LD',
  joule: 'joule',
  kiloton: 'suffix: kt',
  milliseconds: 'ms',
  bytes: 'bytes',
  solarFluxUnit: 'suffix: sfu',
  perCubicCentimetre: 'suffix: /cm³',
  kelvin: 'kelvin',
  nanopascal: 'suffix: nPa',
  wattsPerSquareMetre: 'Wm2',
  particleFluxUnit: 'suffix: pfu',
  second: 's',
  share: 'percentunit',
} as const;

/** What `ephemeris` can be asked for. `needsObserver`: meaningless at the centre of the Earth. */
export const QUANTITIES = {
  rightAscension: { title: 'Right ascension', unit: UNITS.degree, needsObserver: false },
  declination: { title: 'Declination', unit: UNITS.degree, needsObserver: false },
  altitude: { title: 'Altitude', unit: UNITS.degree, needsObserver: true },
  azimuth: { title: 'Azimuth', unit: UNITS.degree, needsObserver: true },
  elongation: { title: 'Elongation', unit: UNITS.degree, needsObserver: false },
  phaseAngle: { title: 'Phase angle', unit: UNITS.degree, needsObserver: false },
  eclipticLongitude: { title: 'Ecliptic longitude', unit: UNITS.degree, needsObserver: false },
  eclipticLatitude: { title: 'Ecliptic latitude', unit: UNITS.degree, needsObserver: false },
  hourAngle: { title: 'Hour angle', unit: UNITS.degree, needsObserver: true },
  distance: { title: 'Distance', unit: UNITS.au, needsObserver: false },
  magnitude: { title: 'Magnitude', unit: UNITS.none, needsObserver: false },
  illuminated: { title: 'Illuminated fraction', unit: UNITS.percent, needsObserver: false },
  angularDiameter: { title: 'Angular diameter', unit: UNITS.arcsecond, needsObserver: false },
  x: { title: 'Heliocentric x', unit: UNITS.au, needsObserver: false },
  y: { title: 'Heliocentric y', unit: UNITS.au, needsObserver: false },
  z: { title: 'Heliocentric z', unit: UNITS.au, needsObserver: false },
} as const;
export type Quantity = keyof typeof QUANTITIES;
export const QUANTITY_NAMES = Object.keys(QUANTITIES) as readonly Quantity[];

/** What `skyEvents` can be asked for. `needsObserver`: the event exists only at a place. */
export const EVENT_KINDS = {
  rise: { title: 'Rise', needsObserver: true },
  set: { title: 'Set', needsObserver: true },
  transit: { title: 'Transit', needsObserver: true },
  twilight: { title: 'Twilight', needsObserver: true },
  moonPhase: { title: 'Moon phase', needsObserver: false },
  season: { title: 'Equinox or solstice', needsObserver: false },
  solarEclipse: { title: 'Solar eclipse', needsObserver: false },
  lunarEclipse: { title: 'Lunar eclipse', needsObserver: false },
  conjunction: { title: 'Conjunction', needsObserver: false },
  opposition: { title: 'Opposition', needsObserver: false },
  maxElongation: { title: 'Greatest elongation', needsObserver: false },
  apsis: { title: 'Apsis', needsObserver: false },
  moonNode: { title: "Moon's node", needsObserver: false },
  planetTransit: { title: 'Transit of the Sun', needsObserver: false },
} as const;
export type EventKind = keyof typeof EVENT_KINDS;
export const EVENT_KIND_NAMES = Object.keys(EVENT_KINDS) as readonly EventKind[];

const described = <S extends z.ZodMiniType>(schema: S, description: string): S => {
  z.globalRegistry.add(schema, { description });
  return schema;
};

/** A place on the Earth: geodetic degrees north and east (WGS84), metres above the ellipsoid. */
export const observerSchema = z.object({
  latitude: described(z.number().check(z.gte(-90), z.lte(90)), 'Degrees north, WGS84'),
  longitude: described(z.number().check(z.gte(-180), z.lte(360)), 'Degrees east, WGS84'),
  elevation: described(z._default(z.number().check(z.gte(-500), z.lte(100_000)), 0), 'Metres above the ellipsoid'),
});
export type Observer = z.infer<typeof observerSchema>;

/** Longest text that names a place. */
const MAX_PLACE_LENGTH = 200;

/** A site id of the catalog, `"latitude,longitude[,elevation]"` as template variables give it, or an observer. */
export const observerParameterSchema = z.union(
  [z.string().check(z.minLength(1), z.maxLength(MAX_PLACE_LENGTH)), observerSchema],
  {
    error: ({ input }) =>
      input === undefined
        ? undefined
        : 'Expected a site id or "latitude,longitude[,elevation]" (200 characters at most), or {latitude, longitude, elevation} in range',
  },
);
export type ObserverParameter = z.infer<typeof observerParameterSchema>;

/** A named place of the catalog. */
export interface Site extends Observer {
  readonly id: string;
  readonly name: string;
}
