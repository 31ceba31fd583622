import { numberColumn, stringColumn, timeColumn, UNITS, type FireballBody } from '@orrery/contract';
import { readRows, type Row } from '../../data/documents.ts';
import type { DocumentReader } from '../../data/readers.ts';
import type { QueryHandler } from '../handler.ts';
import { documentTable, type RowLimit } from '../tables.ts';

/** CNEOS tells radiated energies in 10¹⁰ J. */
const ENERGY_JOULES = 1e10;

/** `fireballs`: a table of bright meteors seen by US Government sensors, in order of time. */
export function createFireballsHandler(documents: DocumentReader, { maxObjects }: RowLimit): QueryHandler<'fireballs'> {
  return {
    async run({ refId }, { fromMs, toMs }) {
      const read = await readRows(documents, 'fireball', { fromMs, toMs }, maxObjects);
      const columns = fireballColumns(read.rows);
      return [documentTable({ refId, name: 'Fireballs', source: 'NASA/JPL CNEOS', columns, read })];
    },
  };
}

/** `22.9° N, 57.1° E`; null where the place is not known. */
function placeOf({ latitude, longitude }: FireballBody): string | null {
  if (latitude === null || longitude === null) return null;
  const side = (value: number, positive: string, negative: string) =>
    `${Math.abs(value)}° ${value < 0 ? negative : positive}`;
  return `${side(latitude, 'N', 'S')}, ${side(longitude, 'E', 'W')}`;
}

function fireballColumns(rows: readonly Row<FireballBody>[]) {
  const number = (name: string, unit: string, of: (body: FireballBody) => number | null) =>
    numberColumn(
      name,
      rows.map(({ body }) => of(body)),
      { config: { unit } },
    );
  return [
    timeColumn(
      'time',
      rows.map(({ record }) => record.timeMs),
    ),
    stringColumn(
      'place',
      rows.map(({ body }) => placeOf(body)),
    ),
    number('energy', UNITS.joule, ({ energy }) => (energy === null ? null : energy * ENERGY_JOULES)),
    number('impactEnergy', UNITS.kiloton, ({ impactEnergy }) => impactEnergy),
    number('velocity', UNITS.kmPerSecond, ({ velocity }) => velocity),
    number('latitude', UNITS.degree, ({ latitude }) => latitude),
    number('longitude', UNITS.degree, ({ longitude }) => longitude),
    number('altitude', UNITS.km, ({ altitude }) => altitude),
  ];
}
