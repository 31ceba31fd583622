import { z } from 'zod';
import { APPROACH_BODIES, SPACE_WEATHER_KIND_NAMES, type SpaceWeatherKind } from './space.ts';

/**
 * Shapes of the bodies of documents, one a collection. They are what queries read; a body may hold more. What a
 * publisher does not say is null or left out, never zero.
 */
const maybeNumber = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
const maybeFlag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);
const maybeText = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

/**
 * Collection `satelliteGroup`, a document a group. The elements themselves are in `elements`: `<NORAD id>:<epoch>`, the
 * body the OMM record.
 */
export const satelliteGroupBodySchema = z.looseObject({
  /** CelesTrak's name of the group (`stations`). */
  group: z.string().min(1),
  noradIds: z.array(z.number().int()),
});

/** Collection `elements`: CCSDS 502.0 (OMM) with CelesTrak's names; `parseOmm` says more of what is usable. */
export const elementsBodySchema = z.looseObject({
  OBJECT_NAME: z.string(),
  NORAD_CAT_ID: z.number().int(),
  EPOCH: z.string(),
  MEAN_MOTION: z.number(),
  ECCENTRICITY: z.number(),
  INCLINATION: z.number(),
  RA_OF_ASC_NODE: z.number(),
  ARG_OF_PERICENTER: z.number(),
  MEAN_ANOMALY: z.number(),
  BSTAR: z.number(),
});

export const spaceWeatherBodySchema = z.looseObject({
  kind: z.enum(SPACE_WEATHER_KIND_NAMES as unknown as readonly [SpaceWeatherKind, ...SpaceWeatherKind[]]),
  /** As it is spoken of: `X5.8`, `Kp 9`, `1200 km/s`. */
  magnitude: maybeText,
  /** The magnitude as a number: W/m² of a flare, Kp of a storm, km/s of a CME. */
  magnitudeValue: maybeNumber,
  peakMs: maybeNumber,
  /** Heliographic, `N10W42`. */
  location: maybeText,
  activeRegion: maybeNumber,
  note: maybeText,
  link: maybeText,
});
export type SpaceWeatherBody = z.infer<typeof spaceWeatherBodySchema>;

export const closeApproachBodySchema = z.looseObject({
  designation: z.string(),
  fullName: maybeText,
  body: z.enum(APPROACH_BODIES),
  /** Nominal distance, AU. */
  distanceAu: z.number(),
  distanceMinAu: maybeNumber,
  distanceMaxAu: maybeNumber,
  /** Relative speed at the closest moment, km/s. */
  velocity: maybeNumber,
  /** Three-sigma uncertainty of the time, minutes. */
  sigma: maybeNumber,
  /** Absolute magnitude H. */
  absoluteMagnitude: maybeNumber,
  /** Likely diameters, metres; left out, they follow from H. */
  diameterMin: maybeNumber,
  diameterMax: maybeNumber,
  hazardous: z
    .boolean()
    .nullish()
    .transform((value) => value ?? null),
});
export type CloseApproachBody = z.infer<typeof closeApproachBodySchema>;

export const fireballBodySchema = z.looseObject({
  /** Radiated energy, 10¹⁰ J. */
  energy: maybeNumber,
  /** Total energy, kilotons of TNT. */
  impactEnergy: maybeNumber,
  /** Degrees, north and east positive. */
  latitude: maybeNumber,
  longitude: maybeNumber,
  /** Height of the brightest moment, km. */
  altitude: maybeNumber,
  /** km/s. */
  velocity: maybeNumber,
});
export type FireballBody = z.infer<typeof fireballBodySchema>;

export const sentryBodySchema = z.looseObject({
  designation: z.string(),
  fullName: maybeText,
  /** Sum over all potential impacts. */
  impactProbability: maybeNumber,
  palermoCumulative: maybeNumber,
  palermoMax: maybeNumber,
  torinoMax: maybeNumber,
  /** Metres. */
  diameter: maybeNumber,
  absoluteMagnitude: maybeNumber,
  /** Speed at infinity, km/s. */
  velocity: maybeNumber,
  potentialImpacts: maybeNumber,
  /** Years of the first and the last potential impact. */
  yearFrom: maybeNumber,
  yearTo: maybeNumber,
});
export type SentryBody = z.infer<typeof sentryBodySchema>;

/** Collection `alert`: a message of SWPC, id `<message code>-<serial number>`. */
export const alertBodySchema = z.looseObject({
  /** SWPC's product (`K05A`); null for alerts of other origin. */
  productId: maybeText,
  /** Message code (`ALTK05`). */
  code: maybeText,
  issuedAtMs: z.number().int(),
  text: z.string(),
});
export type AlertBody = z.infer<typeof alertBodySchema>;

/** Collection `outlook`: a bulletin with its tables as numbers; `kp` of the 3-day forecast, by three hours. */
export const outlookBodySchema = z.looseObject({
  product: z.string(),
  issuedAtMs: z.number().int(),
  text: z.string(),
  kp: z.array(z.looseObject({ timeMs: z.number(), value: z.number() })).optional(),
});

/** Collection `aurora`: a grid of OVATION, a document a forecast time. */
export const auroraBodySchema = z.looseObject({
  observedMs: z.number().int(),
  forecastMs: z.number().int(),
  /** Percent by `[latitude + 90][longitude]`, whole degrees, longitude 0 to 359 east; null where a cell is missing. */
  values: z.array(z.array(z.number().nullable())),
});
export type AuroraBody = z.infer<typeof auroraBodySchema>;

/** Collection `smallBody`: an object of JPL's database, id its designation, time the epoch of its elements. */
export const smallBodyBodySchema = z.looseObject({
  designation: z.string(),
  fullName: maybeText,
  orbitClass: maybeText,
  hazardous: maybeFlag,
  /** Heliocentric, ecliptic and equinox of J2000: AU, degrees, period in days; JPL's names. */
  elements: z.looseObject({
    e: maybeNumber,
    a: maybeNumber,
    q: maybeNumber,
    i: maybeNumber,
    om: maybeNumber,
    w: maybeNumber,
    ma: maybeNumber,
    per: maybeNumber,
  }),
  /** Least distance between the orbits of the object and the Earth, AU. */
  moidAu: maybeNumber,
  absoluteMagnitude: maybeNumber,
  /** Metres. */
  diameter: maybeNumber,
});
export type SmallBodyBody = z.infer<typeof smallBodyBodySchema>;
