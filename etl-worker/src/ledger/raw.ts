import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { OrreryError, STATE, type KeptRaw, type RawEntry } from '@orrery/contract';
import type { Blob, Stores } from '@orrery/stores';
import { readState, writeState } from '@orrery/stores/typed';
import type { RawResponse } from '../providers/source.ts';
import { rawIdOf } from './ids.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);
/** A tenth larger than level 6 makes text of numbers, in a quarter of the time. */
const LEVEL = 4;
/** Query parameters that never belong into what is kept. */
const SECRETS = ['api_key', 'apiKey', 'token'];

/** Raw responses are blobs; entries of the state say which are kept and when they were retrieved. */
export type RawStores = Pick<Stores, 'blobs' | 'state'>;

/** The address without credentials. */
export function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  for (const name of SECRETS) url.searchParams.delete(name);
  return url.href;
}

/**
 * Keeps a raw response, compressed, addressed by its content, with its headers. Of one that is known only the time of
 * retrieval is written. Idempotent.
 */
export async function keepRaw(
  { blobs, state }: RawStores,
  source: string,
  response: RawResponse,
  dueMs: number,
): Promise<KeptRaw> {
  const raw = { ...response, url: withoutSecrets(response.url) };
  const rawId = rawIdOf(source, raw);
  const { url, retrievedAtMs } = raw;
  const isKnown = (await readState(state, STATE.raws, source, rawId)) !== null;
  // The body before the entry, which says that it is there.
  if (!isKnown) await putBody(blobs, rawId, source, raw);
  const entry: RawEntry = { rawId, source, url, bytes: raw.body.length, retrievedAtMs, dueMs };
  await writeState(state, STATE.raws, [source, rawId], entry, retrievedAtMs);
  // A known one might have been forgotten before its new entry was written.
  if (isKnown && (await blobs.get(rawId)) === null) await putBody(blobs, rawId, source, raw);
  return { rawId, retrievedAtMs };
}

async function putBody(
  blobs: RawStores['blobs'],
  rawId: string,
  source: string,
  { url, status, headers, retrievedAtMs, body }: RawResponse,
): Promise<void> {
  await blobs.put(rawId, await compress(Buffer.from(body, 'utf8'), { level: LEVEL }), {
    kind: 'raw',
    source,
    url,
    status: String(status),
    headers: JSON.stringify(headers),
    retrievedAtMs: String(retrievedAtMs),
    encoding: 'gzip',
  });
}

/**
 * The raw response as it came, retrieved at `retrievedAtMs` (an unchanged answer is kept once and retrieved often).
 * Rejects with `notFound`.
 */
export async function readRaw(blobs: RawStores['blobs'], { rawId, retrievedAtMs }: KeptRaw): Promise<RawResponse> {
  const blob = await blobs.get(rawId);
  if (blob === null) throw new OrreryError('notFound', `No raw response ${rawId} is kept.`);
  const { metadata } = blob;
  const headers = JSON.parse(metadata['headers'] ?? '{}') as Readonly<Record<string, string>>;
  const body = (await decompress(blob.content)).toString('utf8');
  return { url: metadata['url'] ?? '', status: Number(metadata['status'] ?? 200), headers, body, retrievedAtMs };
}

/**
 * Removes a raw response unless it was retrieved again after `untilMs`; false where it was. `blob` is what is kept of
 * it.
 */
export async function forgetRaw(
  { blobs, state }: RawStores,
  { source, rawId }: Pick<RawEntry, 'source' | 'rawId'>,
  blob: Blob | null,
  untilMs: number,
): Promise<boolean> {
  const key = STATE.raws.key(source, rawId);
  await state.delete([key], untilMs);
  if ((await state.get(key)) !== null) return false;
  await blobs.delete([rawId]);
  // It came at this very moment: whoever kept it may have seen the blob and not written it.
  if (blob === null || (await state.get(key)) === null) return true;
  await blobs.put(rawId, blob.content, blob.metadata);
  return false;
}
