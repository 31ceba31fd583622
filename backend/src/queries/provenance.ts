import type { Site } from '@orrery/contract';

/** Who computed the sky, for `meta.custom` of every computed frame. */
export const COMPUTED_SKY = { source: 'Orrery with astronomy-engine, IERS UT1', computed: true } as const;

/** The place of a frame, for `meta.custom.observer`. */
export const observerMeta = (site: Site): Readonly<Record<string, unknown>> => ({
  id: site.id,
  name: site.name,
  latitude: site.latitude,
  longitude: site.longitude,
  elevation: site.elevation,
});
