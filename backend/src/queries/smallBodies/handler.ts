import { booleanColumn, numberColumn, stringColumn, timeColumn, UNITS, type SmallBodyBody } from '@orrery/contract';
import { readRows, type Row } from '../../data/documents.ts';
import type { DocumentReader } from '../../data/readers.ts';
import type { QueryHandler } from '../handler.ts';
import { documentTable, type RowLimit } from '../tables.ts';

type SmallBody = Row<SmallBodyBody>;

/**
 * `smallBodies`: a table of orbits and sizes, the largest first (by absolute magnitude). It has no range of time.
 * Elements are heliocentric, ecliptic and equinox of J2000, at `epoch`.
 */
export function createSmallBodiesHandler(
  documents: DocumentReader,
  { maxObjects }: RowLimit,
): QueryHandler<'smallBodies'> {
  return {
    async run({ refId, hazardousOnly }) {
      const read = await readRows(documents, 'smallBody', {}, maxObjects);
      const bodies = read.rows
        .filter(({ body }) => !hazardousOnly || body.hazardous === true)
        .sort((a, b) => (a.body.absoluteMagnitude ?? Infinity) - (b.body.absoluteMagnitude ?? Infinity));
      return [
        documentTable({ refId, name: 'Small bodies', source: 'NASA/JPL SBDB', columns: bodyColumns(bodies), read }),
      ];
    },
  };
}

function bodyColumns(bodies: readonly SmallBody[]) {
  const text = (name: string, of: (body: SmallBodyBody) => string | null) =>
    stringColumn(
      name,
      bodies.map(({ body }) => of(body)),
    );
  const number = (name: string, unit: string, of: (body: SmallBodyBody) => number | null) =>
    numberColumn(
      name,
      bodies.map(({ body }) => of(body)),
      { config: { unit } },
    );
  return [
    text('designation', ({ designation }) => designation),
    text('fullName', ({ fullName }) => fullName),
    text('orbitClass', ({ orbitClass }) => orbitClass),
    timeColumn(
      'epoch',
      bodies.map(({ record }) => record.timeMs),
    ),
    number('eccentricity', UNITS.none, ({ elements }) => elements.e),
    number('semiMajorAxis', UNITS.au, ({ elements }) => elements.a),
    number('perihelionDistance', UNITS.au, ({ elements }) => elements.q),
    number('inclination', UNITS.degree, ({ elements }) => elements.i),
    number('ascendingNode', UNITS.degree, ({ elements }) => elements.om),
    number('argumentOfPerihelion', UNITS.degree, ({ elements }) => elements.w),
    number('meanAnomaly', UNITS.degree, ({ elements }) => elements.ma),
    number('period', UNITS.day, ({ elements }) => elements.per),
    number('moid', UNITS.au, ({ moidAu }) => moidAu),
    number('absoluteMagnitude', UNITS.none, ({ absoluteMagnitude }) => absoluteMagnitude),
    number('diameter', UNITS.metre, ({ diameter }) => diameter),
    booleanColumn(
      'hazardous',
      bodies.map(({ body }) => body.hazardous),
    ),
  ];
}
