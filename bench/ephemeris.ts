/**
 * Orrery against Skyfield with DE421: how far apart the places are, 1990 to 2050, and how fast the same 10,000 points
 * of 8 quantities are, Skyfield vectorised in process, Orrery in process and through `POST /api/v1/query`. usage: npm
 * run bench -- ephemeris   (ORRERY_URL=http://… measures a running service instead of starting one)
 */
import { computeEphemeris, EARTH_ORIENTATION_SPAN } from '@orrery/astro';
import { BODIES, type Body, type Quantity, type QueryResponse } from '@orrery/contract';
import { askPython, ensurePython, figure, median } from './lib/peer.ts';
import { withService } from './lib/service.ts';

const OBSERVER = { latitude: 29, longitude: -81, elevation: 10 };
const FROM_MS = Date.UTC(1990, 0, 1);
const TO_MS = Date.UTC(2050, 0, 1);
/** About 5.5 days apart: falls on every hour of the day and phase of the Moon. */
const PLACES = 4001;

const SPEED_BODY: Body = 'jupiter';
const SPEED_FROM_MS = Date.UTC(2024, 0, 1);
const SPEED_TO_MS = Date.UTC(2024, 3, 1);
const POINTS = 10_000;
const ROUNDS = 5;
const REQUESTS = 20;
const WARM_UP = 3;
const QUANTITIES: readonly Quantity[] = [
  'rightAscension',
  'declination',
  'altitude',
  'azimuth',
  'distance',
  'elongation',
  'magnitude',
  'angularDiameter',
];
const EQUATOR_AND_HORIZON = ['rightAscension', 'declination', 'altitude', 'azimuth'] as const;
type Columns = Readonly<Record<(typeof EQUATOR_AND_HORIZON)[number], ArrayLike<number>>>;

const evenly = (fromMs: number, toMs: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => Math.round(fromMs + ((toMs - fromMs) * i) / (count - 1)));

function compute(body: Body, quantities: readonly Quantity[], timesMs: Float64Array): Map<Quantity, Float64Array> {
  return computeEphemeris({
    body,
    quantities,
    timesMs,
    observer: OBSERVER,
    equinox: 'date',
    refraction: false,
    light: 'apparent',
  });
}

/** Great-circle distance in arc seconds of two places on a sphere in degrees. */
function separation(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const r = Math.PI / 180;
  const across = Math.sin(((lon2 - lon1) * r) / 2) ** 2 * Math.cos(lat1 * r) * Math.cos(lat2 * r);
  return (2 * Math.asin(Math.sqrt(Math.sin(((lat2 - lat1) * r) / 2) ** 2 + across)) * 3600) / r;
}

function report(name: string, errors: readonly number[]): void {
  const sorted = [...errors].sort((a, b) => a - b);
  figure(`${name}/max`, sorted.at(-1) ?? NaN, 'arcsec');
  figure(`${name}/p95`, sorted[Math.floor(sorted.length * 0.95)] ?? NaN, 'arcsec');
}

function compareBody(body: Body, timesMs: Float64Array, theirs: Columns): void {
  const ours = compute(body, EQUATOR_AND_HORIZON, timesMs);
  const apart = (lon: keyof Columns, lat: keyof Columns, i: number): number =>
    separation(ours.get(lon)![i]!, ours.get(lat)![i]!, theirs[lon][i]!, theirs[lat][i]!);
  const all = Array.from(timesMs.keys());
  // Afterwards both only assume how the Earth will have turned.
  const measured = all.filter((i) => timesMs[i]! <= EARTH_ORIENTATION_SPAN.measuredToMs);
  report(
    `ephemeris/skyfield/apparent-radec/${body}`,
    all.map((i) => apart('rightAscension', 'declination', i)),
  );
  report(
    `ephemeris/skyfield/altaz/${body}`,
    measured.map((i) => apart('azimuth', 'altitude', i)),
  );
}

function accuracy(): void {
  const timesMs = evenly(FROM_MS, TO_MS, PLACES);
  const job = { job: 'places', bodies: BODIES, timesMs: [...timesMs], observer: OBSERVER };
  const answer = askPython<Readonly<Record<Body, Columns>>>('skyfield_peer.py', job);
  for (const body of BODIES) compareBody(body, timesMs, answer[body]);
}

function timedMs(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function inProcessMs(timesMs: Float64Array): number {
  const rounds = Array.from({ length: ROUNDS + 1 }, () =>
    timedMs(() => {
      const columns = compute(SPEED_BODY, QUANTITIES, timesMs);
      JSON.stringify([...columns.values()].map((column) => [...column]));
    }),
  );
  return median(rounds.slice(1));
}

async function requestMs(url: string, encoding: string): Promise<number> {
  const query = {
    refId: 'A',
    queryType: 'ephemeris',
    bodies: [SPEED_BODY],
    quantities: QUANTITIES,
    observer: OBSERVER,
  };
  const body = JSON.stringify({ from: SPEED_FROM_MS, to: SPEED_TO_MS, maxDataPoints: POINTS - 1, queries: [query] });
  const began = performance.now();
  const headers = { 'content-type': 'application/json', 'accept-encoding': encoding };
  const response = await fetch(`${url}/api/v1/query`, { method: 'POST', headers, body });
  const { results } = (await response.json()) as QueryResponse;
  const elapsed = performance.now() - began;
  const result = results['A'];
  if (result?.status !== 200 || !('frames' in result))
    throw new Error(`The service answered ${JSON.stringify(result ?? response.status)}`);
  const points = result.frames[0]?.data.values[0]?.length;
  if (points !== POINTS) throw new Error(`The service answered ${points} points, asked were ${POINTS}.`);
  return elapsed;
}

async function speed(): Promise<void> {
  const timesMs = evenly(SPEED_FROM_MS, SPEED_TO_MS, POINTS);
  const job = { job: 'speed', body: SPEED_BODY, timesMs: [...timesMs], observer: OBSERVER, rounds: ROUNDS };
  const skyfieldMs = 1000 * median(askPython<{ seconds: number[] }>('skyfield_peer.py', job).seconds);
  figure('ephemeris/speed/skyfield', skyfieldMs, 'ms');
  const processMs = inProcessMs(timesMs);
  figure('ephemeris/speed/orrery-in-process', processMs, 'ms');
  figure('ephemeris/speed/skyfield-over-orrery-in-process', skyfieldMs / processMs, 'ratio');
  await withService(async (url) => {
    for (const encoding of ['gzip', 'identity']) {
      const times: number[] = [];
      for (let i = 0; i < REQUESTS + WARM_UP; i++) times.push(await requestMs(url, encoding));
      const httpMs = median(times.slice(WARM_UP));
      figure(`ephemeris/speed/orrery-http-${encoding}`, httpMs, 'ms');
      figure(`ephemeris/speed/skyfield-over-orrery-http-${encoding}`, skyfieldMs / httpMs, 'ratio');
    }
  });
}

ensurePython({ skyfield: 'skyfield', skyfield_data: 'skyfield-data' });
accuracy();
await speed();
