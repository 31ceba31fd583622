import type { Body } from '@orrery/contract';

const NAMES: Readonly<Record<Body, string>> = {
  sun: 'Sun',
  moon: 'Moon',
  mercury: 'Mercury',
  venus: 'Venus',
  mars: 'Mars',
  jupiter: 'Jupiter',
  saturn: 'Saturn',
  uranus: 'Uranus',
  neptune: 'Neptune',
  pluto: 'Pluto',
};

/** "Venus", "Sun": for labels. */
export const nameOf = (body: Body): string => NAMES[body];

/** "Venus", "the Sun": within a sentence. */
export const inSentence = (body: Body): string =>
  body === 'sun' || body === 'moon' ? `the ${NAMES[body]}` : NAMES[body];

/** The same at the start of a sentence. */
export const atStart = (body: Body): string => (body === 'sun' || body === 'moon' ? `The ${NAMES[body]}` : NAMES[body]);

/** "2024-05-10 18:03 UTC", rounded to the minute as the almanacs do. */
export function utcText(ms: number): string {
  const text = new Date(Math.round(ms / 60_000) * 60_000).toISOString();
  const date = text.slice(0, text.indexOf('T'));
  return `${date} ${text.slice(text.indexOf('T') + 1, text.indexOf('T') + 6)} UTC`;
}

/** "18:03" of the same day, else with its date; for further times of an event that has named its day. */
export function clockText(ms: number, dayOfMs: number): string {
  const [full, day] = [utcText(ms), utcText(dayOfMs)];
  return full.slice(0, 10) === day.slice(0, 10) ? full.slice(11) : full;
}

/** "1.2°"; minutes of arc where that says more. */
export function angleText(degrees: number): string {
  if (Math.abs(degrees) >= 0.95) return `${degrees.toFixed(1)}°`;
  return `${(degrees * 60).toFixed(Math.abs(degrees) * 60 >= 10 ? 0 : 1)}′`;
}

const POINTS = [
  'north',
  'north-northeast',
  'northeast',
  'east-northeast',
  'east',
  'east-southeast',
  'southeast',
  'south-southeast',
  'south',
  'south-southwest',
  'southwest',
  'west-southwest',
  'west',
  'west-northwest',
  'northwest',
  'north-northwest',
] as const;

/** "67° (east-northeast)". */
export const azimuthText = (degrees: number): string =>
  `${Math.round(degrees) % 360}° (${POINTS[Math.round(degrees / 22.5) % 16]!})`;

/** "1.0167 AU". */
export const auText = (au: number): string => `${au.toFixed(4)} AU`;

/** "42 min", "3 h 07 min"; below ten minutes to the second: "1 min 36 s". */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  const minutes = Math.round(ms / 60_000);
  const rest = minutes % 60;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(rest).padStart(2, '0')} min`;
}

/** "42 %"; with a decimal where whole numbers would say nothing or all. */
export function percentText(percent: number): string {
  if (percent > 99.9 && percent < 100) return 'more than 99.9 %';
  return `${percent.toFixed((percent > 99 && percent < 100) || percent < 1 ? 1 : 0)} %`;
}

/** "north" or "south" from a signed difference of declination. */
export const northOrSouth = (degrees: number): string => (degrees >= 0 ? 'north' : 'south');

/** "12.4°N 101.0°W". */
export function placeText(latitude: number, longitude: number): string {
  const ns = `${Math.abs(latitude).toFixed(1)}°${latitude >= 0 ? 'N' : 'S'}`;
  return `${ns} ${Math.abs(longitude).toFixed(1)}°${longitude >= 0 ? 'E' : 'W'}`;
}
