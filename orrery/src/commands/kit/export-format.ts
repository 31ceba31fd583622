import { STATE } from '@orrery/contract';

/** What an export is: files of JSON lines (gzip) and a manifest.json, in a folder or a tar. */
export const FORMAT = 1;

/** The files, in the order in which they are written and read. */
export const NAMES = ['observations', 'documents', 'blobs', 'quarantine', 'state'] as const;

/** Lines of each file. */
export type ExportCounts = Readonly<Record<(typeof NAMES)[number], number>>;

/** A line of `blobs`; `content` is base64. */
export interface BlobLine {
  readonly id: string;
  readonly content: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A line of `state`. */
export interface StateLine {
  readonly key: string;
  readonly value: unknown;
  readonly atMs: number;
}

export const isTar = (path: string): boolean => path.endsWith('.tar');

/** Keys that open one service are no part of an export, and a file opens no service. */
export const isExported = (stateKey: string): boolean => !stateKey.startsWith(STATE.keys.under());
