/** Albedos between which most asteroids lie; JPL CNEOS tells sizes by the same two. */
const BRIGHT = 0.25;
const DARK = 0.05;

/**
 * Diameter in metres of an asteroid of absolute magnitude H and geometric albedo p: D = 1329 km · p^(−1/2) · 10^(−H/5)
 * (Bowell et al. 1989).
 */
export const diameterMetres = (absoluteMagnitude: number, albedo: number): number =>
  (1_329_000 / Math.sqrt(albedo)) * 10 ** (-absoluteMagnitude / 5);

interface Sized {
  readonly diameterMin: number | null;
  readonly diameterMax: number | null;
  readonly absoluteMagnitude: number | null;
}

/** The likely diameters, metres: those given, else what the brightness allows; null where neither is known. */
export function likelyDiameters(body: Sized): { readonly min: number | null; readonly max: number | null } {
  const { absoluteMagnitude: h } = body;
  return {
    min: body.diameterMin ?? (h === null ? null : diameterMetres(h, BRIGHT)),
    max: body.diameterMax ?? (h === null ? null : diameterMetres(h, DARK)),
  };
}
