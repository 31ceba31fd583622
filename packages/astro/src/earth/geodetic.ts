import { toDegrees, toRadians } from './angles.ts';
import { WGS84_E2, WGS84_FLATTENING, WGS84_POLAR_RADIUS_KM, WGS84_RADIUS_KM, WGS84_SECOND_E2 } from './wgs84.ts';

/** Geodetic place: degrees north, degrees east (−180 to 180), km above the ellipsoid of WGS84. */
export interface Geodetic {
  latitude: number;
  longitude: number;
  altitude: number;
}

/** Earth-fixed position in km (x to the Greenwich meridian, z to the north pole), written into `out`. */
export function geodeticToEcef({ latitude, longitude, altitude }: Readonly<Geodetic>, out: Float64Array): void {
  const [phi, lambda] = [toRadians(latitude), toRadians(longitude)];
  const [sin, cos] = [Math.sin(phi), Math.cos(phi)];
  const normal = WGS84_RADIUS_KM / Math.sqrt(1 - WGS84_E2 * sin * sin);
  const fromAxis = (normal + altitude) * cos;
  out[0] = fromAxis * Math.cos(lambda);
  out[1] = fromAxis * Math.sin(lambda);
  out[2] = (normal * (1 - WGS84_E2) + altitude) * sin;
}

/** Three rounds leave less than 1e-9 degrees and 1 mm from the surface to beyond the Moon (tested). */
const BOWRING_ROUNDS = 3;

/** Geodetic place of an Earth-fixed position in km (Bowring 1976, Survey Review 23:323, iterated), into `out`. */
export function ecefToGeodetic(ecef: ArrayLike<number>, out: Geodetic): void {
  const p = Math.hypot(ecef[0]!, ecef[1]!);
  const z = ecef[2]!;
  let beta = Math.atan2(z * WGS84_RADIUS_KM, p * WGS84_POLAR_RADIUS_KM);
  let latitude = 0;
  for (let i = 0; i < BOWRING_ROUNDS; i++) {
    const s = Math.sin(beta);
    const c = Math.cos(beta);
    latitude = Math.atan2(
      z + WGS84_SECOND_E2 * WGS84_POLAR_RADIUS_KM * s * s * s,
      p - WGS84_E2 * WGS84_RADIUS_KM * c * c * c,
    );
    beta = Math.atan2((1 - WGS84_FLATTENING) * Math.sin(latitude), Math.cos(latitude));
  }
  const sin = Math.sin(latitude);
  out.latitude = toDegrees(latitude);
  out.longitude = toDegrees(Math.atan2(ecef[1]!, ecef[0]!));
  out.altitude = p * Math.cos(latitude) + z * sin - WGS84_RADIUS_KM * Math.sqrt(1 - WGS84_E2 * sin * sin);
}
