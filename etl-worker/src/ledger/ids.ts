import { createHash } from 'node:crypto';
import type { QuarantinedRecord } from '@orrery/contract';
import type { RawResponse } from '../providers/source.ts';

const SEPARATOR = '\0';

/** SHA-256 of the parts in hex. */
export function sha256(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join(SEPARATOR)).digest('hex');
}

/** Address of a raw response by what it says: the same answer to the same request is kept once. */
export function rawIdOf(source: string, raw: Pick<RawResponse, 'url' | 'status' | 'body'>): string {
  return sha256(source, raw.url, String(raw.status), raw.body);
}

/**
 * Ids of jobs derive from what they do, so that whoever adds a job again adds nothing. No colons: BullMQ keeps those
 * for itself.
 */
export const jobIds = {
  extract: (source: string, dueMs: number): string => `extract-${source}-${dueMs}`,
  /** With the time of retrieval: an answer that comes back after another one (A, B, A) must win again. */
  transform: (source: string, rawId: string, retrievedAtMs: number): string =>
    `transform-${source}-${rawId}-${retrievedAtMs}`,
  publish: (source: string, rawId: string, retrievedAtMs: number): string =>
    `publish-${source}-${rawId}-${retrievedAtMs}`,
};

/** Bytes of raw text kept of a reject: enough to see what it is. */
const MAX_RAW = 64_000;

/** A reject as it is set aside; the same one twice has the same id. */
export function quarantinedRecord(source: string, reason: string, raw: string, atMs: number): QuarantinedRecord {
  return { id: sha256(source, reason, raw), source, reason, raw: raw.slice(0, MAX_RAW), atMs };
}
