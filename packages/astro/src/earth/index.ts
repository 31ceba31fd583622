export { horizonAt, horizonAxes, precessionNutationAt } from './frames.ts';
export { ecefToGeodetic, geodeticToEcef, type Geodetic } from './geodetic.ts';
export { gmst82At } from './sidereal-time.ts';
export { subsolarPoint } from './sun.ts';
export { EARTH_MEAN_RADIUS_KM, WGS84_RADIUS_KM } from './wgs84.ts';
