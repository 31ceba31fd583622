import { numberColumn, stringColumn, timeColumn, UNITS, type SpaceWeatherBody } from '@orrery/contract';
import { readRows, type Row } from '../../data/documents.ts';
import type { DocumentReader } from '../../data/readers.ts';
import type { QueryHandler } from '../handler.ts';
import { documentTable, type RowLimit } from '../tables.ts';

type Event = Row<SpaceWeatherBody>;

/** `spaceWeatherEvents`: one table, a row per event, usable as annotations; `linked` names the events it is tied to. */
export function createSpaceWeatherEventsHandler(
  documents: DocumentReader,
  { maxObjects }: RowLimit,
): QueryHandler<'spaceWeatherEvents'> {
  return {
    async run({ refId, kinds }, { fromMs, toMs }) {
      const read = await readRows(documents, 'spaceWeatherEvent', { fromMs, toMs }, maxObjects);
      const events = kinds ? read.rows.filter(({ body }) => kinds.includes(body.kind)) : read.rows;
      const name = 'Space weather events';
      return [documentTable({ refId, name, source: 'NASA DONKI', columns: eventColumns(events), read })];
    },
  };
}

/** What a person reads below the title of an annotation. */
const textOf = ({ body }: Event): string =>
  [body.magnitude, body.location, body.activeRegion === null ? null : `AR ${body.activeRegion}`, body.note]
    .filter((part) => part !== null && part !== '')
    .join(' · ');

function eventColumns(events: readonly Event[]) {
  const text = (name: string, of: (event: Event) => string | null) => stringColumn(name, events.map(of));
  return [
    timeColumn(
      'time',
      events.map(({ record }) => record.timeMs),
    ),
    timeColumn(
      'timeEnd',
      events.map(({ record }) => record.timeEndMs),
    ),
    timeColumn(
      'peak',
      events.map(({ body }) => body.peakMs),
    ),
    text('kind', ({ body }) => body.kind),
    text('title', ({ record }) => record.title),
    text('magnitude', ({ body }) => body.magnitude),
    numberColumn(
      'magnitudeValue',
      events.map(({ body }) => body.magnitudeValue),
      { config: { unit: UNITS.none } },
    ),
    text('location', ({ body }) => body.location),
    text('linked', ({ record }) => record.linked.join(', ')),
    text('text', textOf),
    text('id', ({ record }) => record.id),
    text('link', ({ body }) => body.link),
  ];
}
