import { fieldNamed, frameKind, timeField, type ObserverPlace, type SceneFrame } from '../frames.ts';

const [LONGITUDES, LATITUDES] = [360, 181];

/** The aurora oval: chance of aurora in percent on a grid of one degree, as OVATION forecasts it. */
export interface AuroraOval {
  /** Time that the forecast is for, epoch ms UTC; null if the frame does not give it. */
  readonly forecastMs: number | null;
  /** Row by row from 90° north to 90° south, 360 longitudes from 180° west in each; 0 where there is no value. */
  readonly percent: Uint8ClampedArray<ArrayBuffer>;
}

/** A place with its chance of aurora in percent. */
export interface AuroraChance {
  readonly latitude: number;
  readonly longitude: number;
  readonly percent: number;
}

function indexOf(latitude: number, longitude: number): number {
  const row = Math.min(LATITUDES - 1, Math.max(0, 90 - Math.round(latitude)));
  return row * LONGITUDES + ((((Math.round(longitude) + 180) % LONGITUDES) + LONGITUDES) % LONGITUDES);
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** The oval of the last `aurora` frame (fields latitude, longitude, probability); null if there is none. */
export function readAurora(frames: readonly SceneFrame[]): AuroraOval | null {
  const frame = frames.filter((candidate) => frameKind(candidate) === 'aurora').at(-1);
  const [latitudes, longitudes, chances] = ['latitude', 'longitude', 'probability'].map(
    (name) => frame && fieldNamed(frame, name)?.values,
  );
  if (!frame || !latitudes || !longitudes || !chances || chances.length === 0) return null;
  const percent = new Uint8ClampedArray(LONGITUDES * LATITUDES);
  for (let i = 0; i < chances.length; i++) {
    const [latitude, longitude, chance] = [latitudes[i], longitudes[i], chances[i]];
    if (!isNumber(latitude) || !isNumber(longitude) || !isNumber(chance)) continue;
    const at = indexOf(latitude, longitude);
    percent[at] = Math.max(percent[at] ?? 0, chance);
  }
  const forecastMs = timeField(frame)?.values[0];
  return { forecastMs: isNumber(forecastMs) ? forecastMs : null, percent };
}

/** The chance of aurora at a place, from its cell of one degree. */
export const auroraAt = (aurora: AuroraOval, { latitude, longitude }: ObserverPlace): number =>
  aurora.percent[indexOf(latitude, longitude)] ?? 0;

/** The place of the greatest chance in one hemisphere, the westernmost of several; null if all are zero. */
export function likeliest(aurora: AuroraOval, hemisphere: 'north' | 'south'): AuroraChance | null {
  const equator = 90 * LONGITUDES;
  const [from, to] = hemisphere === 'north' ? [0, equator] : [equator + LONGITUDES, LONGITUDES * LATITUDES];
  let best = -1;
  for (let i = from; i < to; i++) if ((aurora.percent[i] ?? 0) > (aurora.percent[best] ?? 0)) best = i;
  if (best < 0) return null;
  const latitude = 90 - Math.floor(best / LONGITUDES);
  return { latitude, longitude: (best % LONGITUDES) - 180, percent: aurora.percent[best] ?? 0 };
}

export const AURORA_GRID = { width: LONGITUDES, height: LATITUDES } as const;
