import { assertCovered, computeEphemeris, earthOrientationNotice } from '@orrery/astro';
import {
  makeFrame,
  numberColumn,
  OrreryError,
  QUANTITIES,
  timeColumn,
  type Body,
  type EphemerisQuery,
  type Frame,
  type Quantity,
  type Site,
} from '@orrery/contract';
import { resolveObserver } from '../../sites/resolve.ts';
import { bodyTitle } from '../../catalog/names.ts';
import type { QueryHandler } from '../handler.ts';
import { COMPUTED_SKY, observerMeta } from '../provenance.ts';
import { inSlices, sampleTimes } from '../sampling.ts';

/** `ephemeris`: one time series frame per body, a number field per quantity, labels `body` and `observer`. */
export function createEphemerisHandler(limits: { readonly maxPoints: number }): QueryHandler<'ephemeris'> {
  return {
    run(query, context) {
      const { signal } = context;
      const site = query.observer === undefined ? null : resolveObserver(query.observer);
      assertObserver(query.quantities, site);
      const bodies = [...new Set(query.bodies)];
      const timesMs = sampleTimes(query, context, bodies.length, limits.maxPoints);
      const span = [Math.min(...ends(timesMs)), Math.max(...ends(timesMs))] as const;
      assertCovered(...span);
      const notices = earthOrientationNotice(...span);
      const frames: Frame[] = [];
      for (const body of bodies) {
        const { quantities, equinox, refraction, light } = query;
        const place = site ? { observer: site } : {};
        const columns = inSlices(timesMs, (slice) =>
          computeEphemeris({ body, quantities, equinox, refraction, light, timesMs: slice, signal, ...place }),
        );
        frames.push(bodyFrame(query, body, site, timesMs, columns, notices));
      }
      return Promise.resolve(frames);
    },
  };
}

function assertObserver(quantities: readonly Quantity[], site: Site | null): void {
  const homeless = quantities.filter((q) => QUANTITIES[q].needsObserver);
  if (site || homeless.length === 0) return;
  const message = `observer: ${homeless.join(', ')} need${homeless.length === 1 ? 's' : ''} an observer: a site id of the catalog or {latitude, longitude, elevation}.`;
  throw new OrreryError('missingParameter', message, [{ path: 'observer', message }]);
}

/** Both ends of the range; explicit `times` may come in any order and are scanned whole. */
function ends(timesMs: Float64Array): number[] {
  let low = Infinity;
  let high = -Infinity;
  for (const t of timesMs) {
    if (t < low) low = t;
    if (t > high) high = t;
  }
  return [low, high];
}

function bodyFrame(
  query: EphemerisQuery,
  body: Body,
  site: Site | null,
  timesMs: Float64Array,
  columns: ReadonlyMap<Quantity, Float64Array>,
  notices: ReturnType<typeof earthOrientationNotice>,
): Frame {
  const labels = { body, ...(site ? { observer: site.id } : {}) };
  const title = bodyTitle(body);
  const fields = [...columns].map(([quantity, values]) => {
    const { title: what, unit } = QUANTITIES[quantity];
    return numberColumn(quantity, values, {
      labels,
      config: { unit, displayNameFromDS: `${title} ${what.toLowerCase()}` },
    });
  });
  return makeFrame(query.refId, title, [timeColumn('time', timesMs), ...fields], {
    ...(notices.length > 0 ? { notices } : {}),
    custom: {
      ...COMPUTED_SKY,
      equinox: query.equinox,
      light: query.light,
      refraction: query.refraction,
      ...(site ? { observer: observerMeta(site) } : {}),
    },
  });
}
