import { almanac } from './computed/almanac/source.ts';
import { celestrakGp, DEFAULT_GROUPS } from './celestrak/gp/source.ts';
import { celestrakSpaceWeather } from './celestrak/space-weather/source.ts';
import { gfzHp30 } from './gfz/hp30/source.ts';
import { gfzIndices } from './gfz/indices/source.ts';
import { gfzKp } from './gfz/kp/source.ts';
import { iersOrientation } from './iers/orientation/source.ts';
import { jplCloseApproaches } from './jpl/close-approaches/source.ts';
import { jplFireballs } from './jpl/fireballs/source.ts';
import { jplSbdb } from './jpl/sbdb/source.ts';
import { jplSentry } from './jpl/sentry/source.ts';
import { nasaDonki } from './nasa/donki/source.ts';
import { nasaNeows } from './nasa/neows/source.ts';
import { swpcAlerts } from './swpc/alerts/source.ts';
import { swpcAurora } from './swpc/aurora/source.ts';
import { swpcDst } from './swpc/dst/source.ts';
import { swpcF107 } from './swpc/f107/source.ts';
import { swpcForecast3 } from './swpc/3-day-forecast/source.ts';
import { swpcKp } from './swpc/kp/source.ts';
import { swpcKp1m } from './swpc/kp1m/source.ts';
import { swpcKpForecast } from './swpc/kp-forecast/source.ts';
import { swpcMagneticField } from './swpc/magnetic-field/source.ts';
import { swpcOutlook27 } from './swpc/27-day-outlook/source.ts';
import { swpcProtons } from './swpc/protons/source.ts';
import { swpcScales } from './swpc/scales/source.ts';
import { swpcSolarCycle } from './swpc/solar-cycle/source.ts';
import { swpcSolarWind } from './swpc/solar-wind/source.ts';
import { swpcXrays } from './swpc/xrays/source.ts';
import type { Source } from './source.ts';

/** Every source there is: one import and one line each. Satellite groups are sources of their own, one a group. */
export const createSources = (celestrakGroups: readonly string[] = DEFAULT_GROUPS): readonly Source[] => [
  almanac,
  celestrakSpaceWeather,
  gfzHp30,
  gfzIndices,
  gfzKp,
  iersOrientation,
  jplCloseApproaches,
  jplFireballs,
  jplSbdb,
  jplSentry,
  nasaDonki,
  nasaNeows,
  swpcAlerts,
  swpcAurora,
  swpcDst,
  swpcF107,
  swpcForecast3,
  swpcKp,
  swpcKp1m,
  swpcKpForecast,
  swpcMagneticField,
  swpcOutlook27,
  swpcProtons,
  swpcScales,
  swpcSolarCycle,
  swpcSolarWind,
  swpcXrays,
  ...celestrakGroups.map(celestrakGp),
];

export const SOURCES: readonly Source[] = createSources();
