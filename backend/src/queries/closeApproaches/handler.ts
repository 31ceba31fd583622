import {
  AU_KM,
  booleanColumn,
  LUNAR_DISTANCE_KM,
  mergeCloseApproaches,
  numberColumn,
  stringColumn,
  timeColumn,
  UNITS,
  type CloseApproachBody,
  type CloseApproachesQuery,
} from '@orrery/contract';
import { readRows, type Row } from '../../data/documents.ts';
import type { DocumentReader } from '../../data/readers.ts';
import type { QueryHandler } from '../handler.ts';
import { documentTable, type RowLimit } from '../tables.ts';
import { likelyDiameters } from './diameter.ts';

interface Approach extends Row<CloseApproachBody> {
  readonly distanceLd: number;
  readonly diameters: ReturnType<typeof likelyDiameters>;
}

/** `closeApproaches`: a table of small bodies that pass a planet or the Moon, in order of time. */
export function createCloseApproachesHandler(
  documents: DocumentReader,
  { maxObjects }: RowLimit,
): QueryHandler<'closeApproaches'> {
  return {
    async run(query, { fromMs, toMs }) {
      const read = await readRows(documents, 'closeApproach', { fromMs, toMs }, maxObjects);
      const approaches = mergeCloseApproaches(read.rows)
        .map(measured)
        .filter((approach) => isWanted(approach, query));
      const columns = approachColumns(approaches);
      return [documentTable({ refId: query.refId, name: 'Close approaches', source: 'NASA/JPL CNEOS', columns, read })];
    },
  };
}

const measured = (row: Row<CloseApproachBody>): Approach => ({
  ...row,
  distanceLd: (row.body.distanceAu * AU_KM) / LUNAR_DISTANCE_KM,
  diameters: likelyDiameters(row.body),
});

function isWanted({ body, distanceLd, diameters }: Approach, query: CloseApproachesQuery): boolean {
  return (
    body.body === query.body &&
    (query.maxDistanceLd === undefined || distanceLd <= query.maxDistanceLd) &&
    (query.minDiameterM === undefined || (diameters.max !== null && diameters.max >= query.minDiameterM))
  );
}

function approachColumns(approaches: readonly Approach[]) {
  const number = (name: string, unit: string, of: (approach: Approach) => number | null) =>
    numberColumn(name, approaches.map(of), { config: { unit } });
  return [
    timeColumn(
      'time',
      approaches.map(({ record }) => record.timeMs),
    ),
    stringColumn(
      'designation',
      approaches.map(({ body }) => body.designation),
    ),
    stringColumn(
      'fullName',
      approaches.map(({ body }) => body.fullName),
    ),
    number('distanceLd', UNITS.lunarDistance, ({ distanceLd }) => distanceLd),
    number('distanceAu', UNITS.au, ({ body }) => body.distanceAu),
    number('velocity', UNITS.kmPerSecond, ({ body }) => body.velocity),
    number('diameterMin', UNITS.metre, ({ diameters }) => diameters.min),
    number('diameterMax', UNITS.metre, ({ diameters }) => diameters.max),
    booleanColumn(
      'hazardous',
      approaches.map(({ body }) => body.hazardous),
    ),
    number('sigma', UNITS.minute, ({ body }) => body.sigma),
    number('absoluteMagnitude', UNITS.none, ({ body }) => body.absoluteMagnitude),
    stringColumn(
      'body',
      approaches.map(({ body }) => body.body),
    ),
  ];
}
