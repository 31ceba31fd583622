import type { CollectionName, DocumentRecord, Notice } from '@orrery/contract';
import type { z } from 'zod';
import type { DocumentReader } from './readers.ts';

/** The body of a document, null where it is not what its collection promises. */
export function bodyOf<B>(record: DocumentRecord, schema: z.ZodType<B>): B | null {
  try {
    return schema.safeParse(JSON.parse(record.body)).data ?? null;
  } catch {
    return null;
  }
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
export async function readRows<B>(
  documents: Pick<DocumentReader, 'find'>,
  collection: CollectionName,
  schema: z.ZodType<B>,
  range: { readonly fromMs?: number; readonly toMs?: number },
  limit: number,
): Promise<Rows<B>> {
  const found = await documents.find(collection, { ...range, limit: limit + 1 });
  const kept = found.slice(0, limit);
  const rows = kept.flatMap((record): Row<B>[] => {
    const body = bodyOf(record, schema);
    return body === null ? [] : [{ record, body }];
  });
  const unread = kept.length - rows.length;
  const notices: Notice[] = [];
  if (found.length > limit)
    notices.push({
      severity: 'warning',
      text: `Only the newest ${limit} (maxObjects) are shown; ask for a shorter range.`,
    });
  if (unread > 0) notices.push({ severity: 'warning', text: `${unread} documents of ${collection} cannot be read.` });
  return {
    rows: rows.sort((a, b) => a.record.timeMs - b.record.timeMs || a.record.id.localeCompare(b.record.id)),
    notices,
    retrievedAtMs: rows.length > 0 ? Math.max(...rows.map(({ record }) => record.retrievedAtMs)) : null,
  };
}
