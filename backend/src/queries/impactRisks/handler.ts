import { integerColumn, numberColumn, stringColumn, UNITS, type SentryBody } from '@orrery/contract';
import { readRows } from '../../data/documents.ts';
import type { DocumentReader } from '../../data/readers.ts';
import type { QueryHandler } from '../handler.ts';
import { documentTable, type RowLimit } from '../tables.ts';

/**
 * `impactRisks`: a table of the objects on JPL's Sentry list, the most noteworthy (Palermo scale) first. It has no
 * range of time.
 */
export function createImpactRisksHandler(
  documents: DocumentReader,
  { maxObjects }: RowLimit,
): QueryHandler<'impactRisks'> {
  return {
    async run({ refId }) {
      const read = await readRows(documents, 'sentryObject', {}, maxObjects);
      const objects = read.rows
        .map(({ body }) => body)
        .sort((a, b) => (b.palermoCumulative ?? -Infinity) - (a.palermoCumulative ?? -Infinity));
      const columns = riskColumns(objects);
      return [documentTable({ refId, name: 'Impact risks', source: 'NASA/JPL CNEOS Sentry', columns, read })];
    },
  };
}

function riskColumns(objects: readonly SentryBody[]) {
  const number = (name: string, unit: string, of: (body: SentryBody) => number | null) =>
    numberColumn(name, objects.map(of), { config: { unit } });
  const count = (name: string, of: (body: SentryBody) => number | null) => integerColumn(name, objects.map(of));
  return [
    stringColumn(
      'designation',
      objects.map(({ designation }) => designation),
    ),
    stringColumn(
      'fullName',
      objects.map(({ fullName }) => fullName),
    ),
    number('impactProbability', UNITS.none, ({ impactProbability }) => impactProbability),
    number('palermoCumulative', UNITS.none, ({ palermoCumulative }) => palermoCumulative),
    number('palermoMax', UNITS.none, ({ palermoMax }) => palermoMax),
    number('torinoMax', UNITS.none, ({ torinoMax }) => torinoMax),
    number('diameter', UNITS.metre, ({ diameter }) => diameter),
    number('velocity', UNITS.kmPerSecond, ({ velocity }) => velocity),
    number('absoluteMagnitude', UNITS.none, ({ absoluteMagnitude }) => absoluteMagnitude),
    count('potentialImpacts', ({ potentialImpacts }) => potentialImpacts),
    count('yearFrom', ({ yearFrom }) => yearFrom),
    count('yearTo', ({ yearTo }) => yearTo),
  ];
}
