import { integerColumn, stringColumn, timeColumn, type AlertBody } from '@orrery/contract';
import { readRows, type Row } from '../../data/documents.ts';
import type { DocumentReader } from '../../data/readers.ts';
import type { QueryHandler } from '../handler.ts';
import { documentTable, type RowLimit } from '../tables.ts';
import { readMessage, type AlertMessage } from './message.ts';

interface Alert extends Row<AlertBody> {
  readonly message: AlertMessage;
}

/** `spaceWeatherAlerts`: one table, a row per message of SWPC, usable as annotations. */
export function createSpaceWeatherAlertsHandler(
  documents: DocumentReader,
  { maxObjects }: RowLimit,
): QueryHandler<'spaceWeatherAlerts'> {
  return {
    async run({ refId, kinds }, { fromMs, toMs }) {
      const read = await readRows(documents, 'alert', { fromMs, toMs }, maxObjects);
      const alerts = read.rows
        // Alerts of our own forecasts lie in the same collection and have no product of SWPC.
        .filter(({ body }) => body.productId !== null)
        .map((row): Alert => ({ ...row, message: readMessage(row.body.code, row.body.text) }))
        .filter(({ message: { kind } }) => kinds === undefined || (kind !== null && kinds.includes(kind)));
      const name = 'Space weather alerts';
      return [documentTable({ refId, name, source: 'NOAA SWPC', columns: alertColumns(alerts), read })];
    },
  };
}

function alertColumns(alerts: readonly Alert[]) {
  const text = (name: string, of: (alert: Alert) => string | null) => stringColumn(name, alerts.map(of));
  const time = (name: string, of: (alert: Alert) => number | null) => timeColumn(name, alerts.map(of));
  return [
    time('time', ({ record }) => record.timeMs),
    time('timeEnd', ({ record }) => record.timeEndMs),
    time('issued', ({ body }) => body.issuedAtMs),
    text('kind', ({ message }) => message.kind),
    text('scale', ({ message }) => message.scale),
    integerColumn(
      'kp',
      alerts.map(({ message }) => message.kp),
    ),
    text('title', ({ record }) => record.title),
    text('text', ({ body }) => body.text),
    text('linked', ({ record }) => record.linked.join(', ')),
    text('id', ({ record }) => record.id),
  ];
}
