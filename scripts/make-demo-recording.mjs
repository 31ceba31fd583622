/**
 * Writes `orrery/demo`, the recording behind `npm start -- --demo`, from the folder of recorded data (ORRERY_SHARED,
 * else `../shared`): `node scripts/make-demo-recording.mjs`. Only public domain and CC BY 4.0 data, and elements of
 * satellites that are free to use with attribution. Each file is named in LICENCES.md and in manifest.json with its
 * origin, its terms and its checksum.
 */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { fail, findShared, ROOT } from './lib/environment.mjs';

const OUT = join(ROOT, 'orrery', 'demo');
/** The recording holds what was known until this day. */
const LAST_DAY = '2024-05-31';
/** F10.7 is looked back on for a year, and for three rotations of the Sun before a check for drift. */
const FIRST_INDEX_DAY = '2022-12-01';
/** The solar wind since the beginning of 2024: more than three rotations of the Sun before the storm. */
const WIND_YEAR = 2024;
/** Satellites that were in orbit at the time of the storm: launched in 2023 or before. */
const LAST_LAUNCH_YEAR = 23;
const OTHER_SATELLITES = 2000;
/** The clock of the demo begins five hours before the shock arrives, and goes so many times as fast as the real one. */
const FROM = '2024-05-10T12:00:00.000Z';
const SPEED = 300;
const NOTES = {
  elements:
    'The elements of the satellites are of April and May 2025, a year after this storm: where the satellites stand is an example, not where they were.',
};

const NOAA = {
  publisher: 'NOAA/NWS Space Weather Prediction Center',
  terms: 'U.S. Government work, public domain',
};
const DONKI = {
  publisher: 'NASA CCMC DONKI (Space Weather Database Of Notifications, Knowledge, Information)',
  terms: 'U.S. Government work, public domain',
};
const JPL = {
  publisher: 'NASA/JPL-Caltech, CNEOS',
  terms: 'U.S. Government-funded data, free with acknowledgement',
};
const SPDF = {
  publisher: 'NASA GSFC/SPDF, OMNIWeb',
  terms: 'U.S. Government work, public domain; acknowledge SPDF',
};
const GFZ = {
  publisher: 'GFZ Potsdam (Kp, ap, Ap) and DRAO/NRCan (F10.7), as compiled by CelesTrak',
  terms: 'CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/), Matzka et al. 2021, doi 10.5880/Kp.0001',
};
const CELESTRAK = {
  publisher: 'CelesTrak (celestrak.org, Dr. T.S. Kelso), from data of the 18th Space Defense Squadron',
  terms: 'free to use with attribution to CelesTrak',
};

const shared = findShared();
if (shared === null) fail('No recordings (../shared or ORRERY_SHARED): there is nothing to make the demo of.');
const read = (path) => {
  const bytes = readFileSync(join(shared, 'data', path));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

/** Kp, ap and F10.7 of each day. A file with the international sunspot number (SILSO, CC BY-NC 4.0) is refused. */
function indices(path) {
  const [head, ...lines] = read(path).trimEnd().split('\n');
  if (head.split(',').includes('ISN')) fail(`${path} has the sunspot number, whose licence is not free enough.`);
  const kept = lines.filter((line) => line.slice(0, 10) >= FIRST_INDEX_DAY && line.slice(0, 10) <= LAST_DAY);
  return `${[head, ...kept].join('\n')}\n`;
}

/** Hours until the end of the recording. */
function wind(path) {
  const lastDay = dayOfYear(LAST_DAY);
  const kept = read(path)
    .trimEnd()
    .split('\n')
    .filter((line) => Number(line.trim().split(/\s+/)[1]) <= lastDay);
  return `${kept.join('\n')}\n`;
}

const dayOfYear = (day) => (Date.parse(day) - Date.UTC(WIND_YEAR, 0, 1)) / 86_400_000 + 1;

/** Sets of three lines: name and two lines of elements. */
function elementSets(path) {
  const lines = read(path)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  return Array.from({ length: Math.floor(lines.length / 3) }, (_, i) => lines.slice(3 * i, 3 * i + 3));
}

/**
 * Whether an orbit is so little braked by the air that it can be followed back to the storm: revolutions a day, and how
 * fast their number grows (of the first derivative the half, as element sets have it).
 */
const isSteady = (revsPerDay, halfRate) => revsPerDay < 15.8 && Math.abs(halfRate) < 0.0005;

const wasInOrbit = ([, line1]) => {
  const year = Number(line1.slice(9, 11));
  return year >= 57 || year <= LAST_LAUNCH_YEAR;
};
const isKept = (set) => wasInOrbit(set) && isSteady(Number(set[2].slice(52, 63)), Number(set[1].slice(33, 43)));
const textOf = (sets) => `${sets.map((set) => set.map((line) => line.trimEnd()).join('\n')).join('\n')}\n`;

/** A group of gp.php, as it was served, without the satellites that were launched later. */
function group(path) {
  const kept = JSON.parse(read(path)).filter(
    (omm) =>
      Number(omm.OBJECT_ID.slice(0, 4)) <= 2000 + LAST_LAUNCH_YEAR && isSteady(omm.MEAN_MOTION, omm.MEAN_MOTION_DOT),
  );
  return JSON.stringify(kept);
}

const ACTIVE = 'satellites/carbsat_active_tle.dat.gz';
const active = elementSets(ACTIVE).filter(isKept);
const gnss = {
  'gps-ops': active.filter(([name]) => /^(GPS|NAVSTAR)\b/.test(name)),
  galileo: active.filter(([name]) => /GALILEO/.test(name)),
};
/** Evenly out of the list, which is in the order of the launches: all kinds of orbits of all years. */
const others = Array.from(
  { length: OTHER_SATELLITES },
  (_, i) => active[Math.floor((i * active.length) / OTHER_SATELLITES)],
);

const JPL_FOLDER = 'nasa-jpl-responses';
const OMNI = `solar-wind/omni2_${WIND_YEAR}.dat.gz`;
const SW = 'space-weather/SW-All_1957-10_2024-12.csv.gz';
const KP = 'swpc-responses/2024-05-13_noaa-planetary-k-index.json';
const GST = `${JPL_FOLDER}/transcribed/donki_gst_2024-05-10.json`;
const SEP = `${JPL_FOLDER}/transcribed/donki_sep_2024-05-09.json`;
const FIREBALLS = `${JPL_FOLDER}/cneos/fireball_2024-03-21.json`;
const groupFile = (name) => `satellites/carbsat_${name}.json`;
const served = (name) => ({
  ...CELESTRAK,
  path: `satellites/demo_${name}.json.gz`,
  from: groupFile(name),
  text: group(groupFile(name)),
  what: `Elements of the group ${name}, 2025-05-24`,
});
const listed = (name, sets, what) => ({
  ...CELESTRAK,
  path: `satellites/demo_${name}_tle.dat.gz`,
  from: ACTIVE,
  text: textOf(sets),
  what: `${what}, 2025-04-23`,
});

const files = [
  { ...NOAA, path: KP, from: KP, text: read(KP), what: 'Planetary K index, 2024-05-06 to 2024-05-13, as served' },
  {
    ...GFZ,
    path: `space-weather/SW-All_${FIRST_INDEX_DAY}_${LAST_DAY}.csv.gz`,
    from: SW,
    text: indices(SW),
    what: `Kp, ap and F10.7 by day, ${FIRST_INDEX_DAY} to ${LAST_DAY}; without the sunspot number`,
  },
  {
    ...SPDF,
    path: OMNI,
    from: OMNI,
    text: wind(OMNI),
    what: `OMNI2, the solar wind and Dst by hour, 2024-01-01 to ${LAST_DAY}`,
  },
  { ...DONKI, path: GST, from: GST, text: read(GST), what: 'The geomagnetic storm of 2024-05-10' },
  { ...DONKI, path: SEP, from: SEP, text: read(SEP), what: 'Energetic particles of 2024-05-09' },
  { ...JPL, path: FIREBALLS, from: FIREBALLS, text: read(FIREBALLS), what: 'Fireballs until 2024-03-21, as served' },
  ...['stations', 'weather', 'goes', 'noaa'].map(served),
  listed('gps-ops', gnss['gps-ops'], 'Elements of GPS satellites'),
  listed('galileo', gnss.galileo, 'Elements of Galileo satellites'),
  listed('active', others, `Elements of ${OTHER_SATELLITES} active satellites`),
];

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function write({ path, from, text, what, publisher, terms }) {
  const bytes = path.endsWith('.gz') ? gzipSync(text, { level: 9 }) : Buffer.from(text, 'utf8');
  const file = join(OUT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  // The checksum is of the text: compressors differ.
  return { path, what, publisher, terms, recordedAs: from, bytes: bytes.length, sha256: sha256(text) };
}

function licences(entries) {
  const rows = entries.map(({ path, what, publisher, terms }) => `| ${path} | ${what} | ${publisher} | ${terms} |`);
  return [
    '# Licences of the recording of the demo',
    '',
    'The storm of May 2024 as its providers published it, for `npm start -- --demo`. Public domain and CC BY 4.0;',
    'elements of satellites are free to use with attribution. `scripts/make-demo-recording.mjs` makes the files: they are',
    'cut to the days of the demo; values are unchanged. The international sunspot number (CC BY-NC 4.0) is not in them.',
    'DONKI files were retyped from the responses. `manifest.json` has the checksum of the text of each file.',
    '',
    '| file | what | publisher | terms |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    'Elements of satellites are of April and May 2025, a year after the storm, for none of May 2024 are recorded; the',
    'satellites were in orbit then (launched in 2023 or before), but not just where the demo shows them.',
    '',
  ].join('\n');
}

rmSync(OUT, { recursive: true, force: true });
const entries = files.map(write);
const manifest = {
  title: 'the storm of May 2024',
  from: FROM,
  to: `${LAST_DAY}T00:00:00.000Z`,
  speed: SPEED,
  notes: NOTES,
  files: entries,
};
writeFileSync(join(OUT, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync(join(OUT, 'LICENCES.md'), licences(entries));
const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
process.stdout.write(`${entries.length} files, ${total} bytes in ${OUT}\n`);
