import { rgb } from 'd3-color';
import { interpolateRgb } from 'd3-interpolate';

/** Colours and fonts of the host, so that a picture matches its page. Any CSS colour that d3-color reads. */
export interface ScenePalette {
  readonly isDark: boolean;
  readonly background: string;
  readonly text: string;
  readonly textMuted: string;
  readonly line: string;
  readonly accent: string;
  readonly fontFamily: string;
  readonly fontSize: number;
}

export const DARK: ScenePalette = {
  isDark: true,
  background: '#181b1f',
  text: '#ccccdc',
  textMuted: 'rgba(204, 204, 220, 0.65)',
  line: 'rgba(204, 204, 220, 0.2)',
  accent: '#6e9fff',
  fontFamily: 'Inter, Helvetica, Arial, sans-serif',
  fontSize: 12,
};

export const LIGHT: ScenePalette = {
  ...DARK,
  isDark: false,
  background: '#ffffff',
  text: '#24292e',
  textMuted: 'rgba(36, 41, 46, 0.75)',
  line: 'rgba(36, 41, 46, 0.2)',
  accent: '#1f62e0',
};

/** Red, green, blue and opacity, each 0–1. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/**
 * Reads any CSS colour that d3-color knows; what it cannot read is a middle grey, never an error. A fully transparent
 * colour has no other channels: d3-color keeps none.
 */
export function parseColour(css: string): Rgba {
  const { r, g, b, opacity } = rgb(css);
  if (Number.isNaN(opacity)) return [0.5, 0.5, 0.5, 1];
  return opacity === 0 ? [0, 0, 0, 0] : [r / 255, g / 255, b / 255, opacity];
}

export const cssColour = ([r, g, b, a]: Rgba): string => rgb(r * 255, g * 255, b * 255, a).formatRgb();

/** The colour with another opacity, 0–1. */
export const faded = (css: string, alpha: number): string => {
  const [r, g, b] = parseColour(css);
  return cssColour([r, g, b, alpha]);
};

/** From `a` (0) to `b` (1) by linear mixing. */
export const mix = (a: Rgba, b: Rgba, t: number): Rgba =>
  parseColour(interpolateRgb(cssColour(a), cssColour(b))(Math.max(0, Math.min(1, t))));

/** Colours along a scale; `stops` in order, constant beyond the ends. */
export function ramp(stops: readonly (readonly [at: number, css: string])[], value: number): Rgba {
  const next = stops.findIndex(([at]) => at >= value);
  const [low, high] = [stops[next - 1], stops[next]];
  if (!low || !high) return parseColour((next === 0 ? stops[0] : stops.at(-1))?.[1] ?? '#888');
  return parseColour(interpolateRgb(low[1], high[1])((value - low[0]) / (high[0] - low[0])));
}

const STAR_STOPS = [
  [-0.3, '#a9c2ff'],
  [0, '#cfdcff'],
  [0.4, '#f8f7ff'],
  [0.8, '#fff0d8'],
  [1.2, '#ffdcb0'],
  [1.8, '#ffc08a'],
] as const;
/** By hundredths of B−V, as catalogues give it: there are thousands of stars and few colours. */
const starColours = new Map<number, Rgba>();

/** Colour of a star by its B−V index: blue-white to orange, softened for the screen (after Ballesteros 2012). */
export function starColour(bv: number): Rgba {
  const key = Math.round(bv * 100);
  const colour = starColours.get(key) ?? ramp(STAR_STOPS, key / 100);
  starColours.set(key, colour);
  return colour;
}

/** Radius in pixels of a star's disc by its magnitude. */
export const starRadius = (magnitude: number): number => 0.45 + 0.34 * Math.pow(Math.max(0, 6 - magnitude), 1.05);

/** Factor for the stars of a dome that is `diameter` pixels wide: a small chart would be all dots. */
export const starScale = (diameter: number): number => Math.max(0.55, Math.min(1.25, diameter / 480));

/** Opacity of a star by its magnitude. */
export const starOpacity = (magnitude: number): number => Math.max(0.22, Math.min(1, 1.12 - magnitude * 0.14));

/** The sky's colours at an altitude of the Sun, degrees. */
export interface SkyColours {
  readonly zenith: Rgba;
  readonly horizon: Rgba;
  /** Glow at the horizon below the Sun. */
  readonly glow: Rgba;
  readonly ground: Rgba;
  /** For letters and lines on the sky. */
  readonly ink: Rgba;
  /** Behind letters on the sky. */
  readonly halo: Rgba;
  /** Visibility of the stars, 0–1; never 0, so that the chart is usable by day. */
  readonly stars: number;
}

type Stops = readonly (readonly [number, string])[];

/** Sun altitudes: −18 astronomical, −12 nautical, −6 civil twilight, 0 horizon. */
const DARK_SKY: Readonly<Record<'zenith' | 'horizon' | 'glow', Stops>> = {
  zenith: [
    [-18, '#060a14'],
    [-12, '#0a1122'],
    [-6, '#122142'],
    [0, '#1c3763'],
    [10, '#20456f'],
  ],
  horizon: [
    [-18, '#0f1728'],
    [-12, '#17233c'],
    [-6, '#28406a'],
    [0, '#47648c'],
    [10, '#3f6a94'],
  ],
  glow: [
    [-18, '#0f172800'],
    [-12, '#3a3a5a55'],
    [-6, '#b0705a99'],
    [0, '#e8a86abb'],
    [6, '#ffe0b066'],
    [15, '#fff0d044'],
  ],
};

const LIGHT_SKY: typeof DARK_SKY = {
  zenith: [
    [-18, '#131d36'],
    [-12, '#1a2849'],
    [-6, '#34528c'],
    [0, '#6f9bd0'],
    [10, '#86b4e6'],
  ],
  horizon: [
    [-18, '#27355a'],
    [-12, '#33466f'],
    [-6, '#6683b4'],
    [0, '#b9cfe4'],
    [10, '#c6dff5'],
  ],
  glow: [
    [-18, '#27355a00'],
    [-12, '#6a5f8055'],
    [-6, '#e09a7a99'],
    [0, '#ffcf98cc'],
    [6, '#fff0cc88'],
    [15, '#fff8e866'],
  ],
};

export function skyColours(palette: ScenePalette, sunAltitude: number): SkyColours {
  const sky = palette.isDark ? DARK_SKY : LIGHT_SKY;
  const zenith = ramp(sky.zenith, sunAltitude);
  const bright = !palette.isDark && sunAltitude > -3;
  const daylight = Math.max(0, Math.min(1, (sunAltitude + 14) / 14));
  return {
    zenith,
    horizon: ramp(sky.horizon, sunAltitude),
    glow: ramp(sky.glow, sunAltitude),
    ground: parseColour(palette.background),
    ink: parseColour(bright ? '#0d1b30' : '#e6ebf7'),
    halo: bright ? parseColour('rgba(255, 255, 255, 0.55)') : mix(zenith, [0, 0, 0, 0.6], palette.isDark ? 0.45 : 0.15),
    stars: 1 - 0.72 * daylight,
  };
}

/** Colours of the Earth's picture. */
export interface EarthColours {
  readonly sea: Rgba;
  readonly land: Rgba;
  readonly coast: Rgba;
  readonly night: Rgba;
  readonly rim: Rgba;
  readonly satellite: Rgba;
}

export const earthColours = (palette: ScenePalette): EarthColours =>
  palette.isDark
    ? {
        sea: parseColour('#16293f'),
        land: parseColour('#3a5a5c'),
        coast: parseColour('#8fb8b4'),
        night: parseColour('#04070d'),
        rim: parseColour('#5c9be8'),
        satellite: parseColour('#f3d9a0'),
      }
    : {
        sea: parseColour('#cfe0ef'),
        land: parseColour('#a9c4b4'),
        coast: parseColour('#55807a'),
        night: parseColour('#2c3d5c'),
        rim: parseColour('#6ba3e4'),
        satellite: parseColour('#b3480f'),
      };

/** Colours for satellites that are drawn one by one: Okabe and Ito's, told apart also by the colour-blind. */
const SERIES_DARK = ['#f0b84a', '#62c3f0', '#3fd0a0', '#f2e55c', '#e58fbd', '#ff8f5a'] as const;
const SERIES_LIGHT = ['#b26a00', '#0072b2', '#007a58', '#8a7a00', '#a8487c', '#c04a00'] as const;
export function seriesColour(palette: ScenePalette, index: number): string {
  const list = palette.isDark ? SERIES_DARK : SERIES_LIGHT;
  return list[index % list.length] ?? list[0];
}
