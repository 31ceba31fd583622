import { readBody, type BodyOf, type CollectionName, type DocumentRecord, type Notice } from '@orrery/contract';
import type { DocumentReader } from './readers.ts';

/** Documents with their bodies, in their order; those whose body does not fit are left out and counted. */
export function readable<C extends CollectionName>(
  { unreadable }: Pick<DocumentReader, 'unreadable'>,
  collection: C,
  records: readonly DocumentRecord[],
): readonly Row<BodyOf<C>>[] {
  const rows = records.flatMap((record): Row<BodyOf<C>>[] => {
    const { body, problem } = readBody(collection, record.body);
    return problem === null ? [{ record, body }] : [];
  });
  if (rows.length < records.length) unreadable(collection, records.length - rows.length);
  return rows;
}

export interface Row<B> {
  readonly record: DocumentRecord;
  readonly body: B;
}

export interface Rows<B> {
  /** In order of time. */
  readonly rows: readonly Row<B>[];
  readonly notices: readonly Notice[];
  /** When the newest of the rows was fetched, null where there is none. */
  readonly retrievedAtMs: number | null;
}

/** Documents of a collection with their bodies, at most `limit` (the newest); what was left out is told in a notice. */
export async function readRows<C extends CollectionName>(
  documents: Pick<DocumentReader, 'find' | 'unreadable'>,
  collection: C,
  range: { readonly fromMs?: number; readonly toMs?: number },
  limit: number,
): Promise<Rows<BodyOf<C>>> {
  const found = await documents.find(collection, { ...range, limit: limit + 1 });
  const kept = found.slice(0, limit);
  const rows = readable(documents, collection, kept);
  const unread = kept.length - rows.length;
  const notices: Notice[] = [];
  if (found.length > limit)
    notices.push({
      severity: 'warning',
      text: `Only the newest ${limit} (maxObjects) are shown; ask for a shorter range.`,
    });
  if (unread > 0) notices.push({ severity: 'warning', text: `${unread} documents of ${collection} cannot be read.` });
  return {
    rows: [...rows].sort((a, b) => a.record.timeMs - b.record.timeMs || a.record.id.localeCompare(b.record.id)),
    notices,
    retrievedAtMs: rows.length > 0 ? Math.max(...rows.map(({ record }) => record.retrievedAtMs)) : null,
  };
}
