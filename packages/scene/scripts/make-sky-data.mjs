/**
 * Writes packages/scene/src/data/*.json from the npm packages d3-celestial (stars, constellations, Milky Way;
 * BSD-3-Clause) and world-atlas (land, Natural Earth; ISC, public domain). Run by hand after one of them changes:
 *   node packages/scene/scripts/make-sky-data.mjs
 * Numbers are kept as text, many in one string: small after compression, and formatters leave them alone.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoArea, geoContains } from 'd3-geo';
import { feature } from 'topojson-client';

const require = createRequire(import.meta.url);
const read = (name) => JSON.parse(readFileSync(require.resolve(name), 'utf8'));
const write = (name, value) =>
  writeFileSync(new URL(`../src/data/${name}.json`, import.meta.url), `${JSON.stringify(value, null, 2)}\n`);
const turn = (degrees) => ((degrees % 360) + 360) % 360;
const hundredths = (value) => Math.round(value * 100);

function stars() {
  const faintest = 6;
  const names = read('d3-celestial/data/starnames.json');
  const rows = read('d3-celestial/data/stars.6.json')
    .features.filter((star) => star.properties.mag <= faintest)
    .sort((a, b) => a.properties.mag - b.properties.mag);
  const numbers = rows.map((star) => {
    const [ra, dec] = star.geometry.coordinates;
    const colour = Number.parseFloat(star.properties.bv);
    return [turn(ra), dec, star.properties.mag, Number.isFinite(colour) ? colour : 0.6].map(hundredths).join(' ');
  });
  const named = rows.flatMap((star, index) => {
    const name = names[String(star.id)]?.name;
    return name && star.properties.mag < 4 ? [[index, name]] : [];
  });
  write('stars', {
    columns: 'ra dec mag bv, hundredths',
    numbers: numbers.join(' '),
    names: Object.fromEntries(named),
  });
  return rows.length;
}

function constellations() {
  const places = new Map(read('d3-celestial/data/constellations.json').features.map((f) => [f.id, f]));
  const list = read('d3-celestial/data/constellations.lines.json').features.map((figure) => {
    const place = places.get(figure.id);
    const [ra, dec] = place.geometry.coordinates;
    return {
      id: figure.id,
      name: place.properties.name,
      rank: Number(place.properties.rank),
      at: [turn(ra), dec],
      lines: figure.geometry.coordinates.map((line) =>
        line.flatMap(([a, d]) => [hundredths(turn(a)), hundredths(d)]).join(' '),
      ),
    };
  });
  write('constellations', list);
  return list.length;
}

/** Brightness of the Milky Way on a 2-degree grid: number of nested outlines that contain the middle of a cell. */
function milkyWay() {
  const step = 2;
  const outlines = read('d3-celestial/data/mw.json').features;
  const rows = [];
  for (let dec = 90 - step / 2; dec > -90; dec -= step) {
    let row = '';
    for (let ra = step / 2; ra < 360; ra += step) {
      row += outlines.filter((o) => geoContains(o, [ra > 180 ? ra - 360 : ra, dec])).length;
    }
    rows.push(row);
  }
  write('milkyWay', { step, rows });
  return rows.length;
}

/**
 * Land at 1:50 million, thinned: vertices nearer than `least` degrees to the last one kept are dropped, and so are tiny
 * islands.
 */
function land() {
  const least = 0.16;
  const speck = 0.25;
  const atlas = read('world-atlas/land-50m.json');
  const collection = feature(atlas, atlas.objects.land);
  const polygons = collection.features.flatMap((f) =>
    f.geometry.type === 'Polygon' ? [f.geometry.coordinates] : f.geometry.coordinates,
  );
  const extent = (ring) => {
    const lon = ring.map((p) => p[0]);
    const lat = ring.map((p) => p[1]);
    return Math.max(Math.max(...lon) - Math.min(...lon), Math.max(...lat) - Math.min(...lat));
  };
  const onSeam = ([lon, lat]) => Math.abs(lon) > 179.99 || lat < -89.99;
  const thin = (ring) => {
    const kept = [];
    for (const point of ring.slice(0, -1)) {
      const last = kept.at(-1);
      if (!last || onSeam(point) || Math.hypot(point[0] - last[0], point[1] - last[1]) >= least) kept.push(point);
    }
    return kept;
  };
  // A ring that thinning has turned inside out would cover the globe.
  const sound = (ring) =>
    ring.length >= 4 && geoArea({ type: 'Polygon', coordinates: [[...ring, ring[0]]] }) < 2 * Math.PI;
  const encode = (ring) => {
    let [lon, lat] = [0, 0];
    return ring
      .flatMap((point) => {
        const [nextLon, nextLat] = point.map(hundredths);
        const delta = [nextLon - lon, nextLat - lat];
        [lon, lat] = [nextLon, nextLat];
        return delta;
      })
      .join(' ');
  };
  const kept = polygons
    .filter((rings) => extent(rings[0]) >= speck)
    .map((rings) => [
      thin(rings[0]),
      ...rings
        .slice(1)
        .filter((hole) => extent(hole) >= speck)
        .map(thin),
    ])
    .filter((rings) => sound(rings[0]))
    .map(([outer, ...holes]) => [outer, ...holes.filter((hole) => hole.length >= 4)]);
  write(
    'land',
    kept.map((rings) => rings.map(encode)),
  );
  return kept.length;
}

const counts = { stars: stars(), constellations: constellations(), milkyWayRows: milkyWay(), land: land() };
process.stdout.write(`${JSON.stringify(counts)}\n`);
