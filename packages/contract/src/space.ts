/** Kinds of `spaceWeatherEvents`; `code` is how DONKI marks the kind in an id (`2024-05-10T15:00:00-GST-001`). */
export const SPACE_WEATHER_KINDS = {
  flare: { title: 'Solar flare', code: 'FLR' },
  cme: { title: 'Coronal mass ejection', code: 'CME' },
  geomagneticStorm: { title: 'Geomagnetic storm', code: 'GST' },
  solarEnergeticParticle: { title: 'Solar energetic particles', code: 'SEP' },
  highSpeedStream: { title: 'High-speed stream', code: 'HSS' },
  interplanetaryShock: { title: 'Interplanetary shock', code: 'IPS' },
  magnetopauseCrossing: { title: 'Magnetopause crossing', code: 'MPC' },
  radiationBeltEnhancement: { title: 'Radiation belt enhancement', code: 'RBE' },
} as const;
export type SpaceWeatherKind = keyof typeof SPACE_WEATHER_KINDS;
export const SPACE_WEATHER_KIND_NAMES = Object.keys(SPACE_WEATHER_KINDS) as readonly SpaceWeatherKind[];

/** Kinds of `spaceWeatherAlerts`, as SWPC names its messages. */
export const ALERT_KINDS = ['alert', 'watch', 'warning', 'summary'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Bodies that small bodies pass, as JPL's close-approach tables know them. */
export const APPROACH_BODIES = [
  'earth',
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
export type ApproachBody = (typeof APPROACH_BODIES)[number];

/** The astronomical unit, km (IAU 2012 resolution B2). */
export const AU_KM = 149_597_870.7;
/** The lunar distance by which close approaches are told, km (JPL CNEOS). */
export const LUNAR_DISTANCE_KM = 384_400;
