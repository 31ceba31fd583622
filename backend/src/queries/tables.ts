import { makeFrame, type Column, type Frame, type Notice } from '@orrery/contract';
import type { Rows } from '../data/documents.ts';
import { iso } from '../text.ts';

interface DocumentTable {
  readonly refId: string;
  readonly name: string;
  /** Whose documents these are. */
  readonly source: string;
  readonly columns: readonly Column[];
  /** What was read, before any filter of the query. */
  readonly read: Pick<Rows<unknown>, 'notices' | 'retrievedAtMs' | 'rows'>;
}

/** A table of documents with its provenance; where nothing was found at all it says so. */
export function documentTable({ refId, name, source, columns, read }: DocumentTable): Frame {
  const empty: Notice[] =
    read.rows.length === 0 ? [{ severity: 'info', text: `No ${name.toLowerCase()} here in this range.` }] : [];
  const notices = [...read.notices, ...empty];
  return makeFrame(refId, name, columns, {
    preferredVisualisationType: 'table',
    ...(notices.length > 0 ? { notices } : {}),
    custom: { source, ...(read.retrievedAtMs === null ? {} : { retrievedAt: iso(read.retrievedAtMs) }) },
  });
}

export interface RowLimit {
  /** Rows of one table. */
  readonly maxObjects: number;
}
