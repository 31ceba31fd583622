import { stringColumn, timeColumn, type Frame, type Notice } from '@orrery/contract';
import { viewTable, wantedSources, type ViewRequest } from './view.ts';

/** Characters of a raw record that a table shows. */
const MAX_RAW = 2000;

/**
 * View `quarantine`: the records set aside within the range, newest first, with the reason and the beginning of the raw
 * text.
 */
export async function quarantineView({ readers, query, context, maxObjects }: ViewRequest): Promise<Frame[]> {
  const { refId, source } = query;
  if (source !== undefined) await wantedSources(readers.catalog, source);
  const found = await readers.quarantine.list({ limit: maxObjects, ...(source === undefined ? {} : { source }) });
  const records = found.filter(({ atMs }) => atMs >= context.fromMs && atMs <= context.toMs);
  const notices: readonly Notice[] =
    records.length === 0 ? [{ severity: 'info', text: 'No record was set aside in this range.' }] : [];
  const columns = [
    timeColumn(
      'time',
      records.map(({ atMs }) => atMs),
    ),
    stringColumn(
      'source',
      records.map((record) => record.source),
    ),
    stringColumn(
      'reason',
      records.map(({ reason }) => reason),
    ),
    stringColumn(
      'raw',
      records.map(({ raw }) => (raw.length > MAX_RAW ? `${raw.slice(0, MAX_RAW)}…` : raw)),
    ),
    stringColumn(
      'id',
      records.map(({ id }) => id),
    ),
  ];
  return [viewTable(refId, 'Quarantine', columns, notices)];
}
