import type { MultiPolygon } from 'geojson';
import type { SkyData } from '../data.ts';
import { earthAt, type EarthModel } from '../model/earth.ts';
import { skyAt, type SkyModel } from '../model/sky.ts';
import { solarSystemAt, type SolarSystemModel } from '../model/solarSystem.ts';
import { drawEarth2D, type EarthLayers } from '../paint/earth2d.ts';
import { drawSky2D } from '../paint/sky2d.ts';
import type { SkyLayers } from '../paint/skyGlyphs.ts';
import { drawSolarSystem2D } from '../paint/solarSystem2d.ts';
import { FlatView, type ErrorListener } from './FlatView.ts';

export interface FlatSolarSystemOptions {
  readonly compressed: boolean;
  readonly orbits: boolean;
}

/** The solar system from above. */
export const flatSolarSystem = (
  options: FlatSolarSystemOptions,
  onError?: ErrorListener,
): FlatView<SolarSystemModel, FlatSolarSystemOptions> =>
  new FlatView(
    options,
    (pen, { model, ms, ...input }, size) =>
      drawSolarSystem2D(pen, { ...input.options, ...input, state: solarSystemAt(model, ms) }, size),
    onError,
  );

export interface FlatEarthOptions {
  readonly layers: EarthLayers;
  readonly land: MultiPolygon;
}

/** The Earth as a map. */
export const flatEarth = (options: FlatEarthOptions, onError?: ErrorListener): FlatView<EarthModel, FlatEarthOptions> =>
  new FlatView(
    options,
    (pen, { model, ms, ...input }, size) =>
      drawEarth2D(pen, { ...input.options, ...input, model, state: earthAt(model, ms) }, size),
    onError,
  );

export interface FlatSkyOptions {
  readonly layers: SkyLayers;
  readonly data: SkyData;
}

/** The sky as a chart. */
export const flatSky = (options: FlatSkyOptions, onError?: ErrorListener): FlatView<SkyModel, FlatSkyOptions> =>
  new FlatView(
    options,
    (pen, { model, ms, ...input }, size) =>
      drawSky2D(pen, { ...input.options, ...input, state: skyAt(model, ms) }, size),
    onError,
  );
