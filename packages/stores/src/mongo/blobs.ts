import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Blob, BlobStore } from '../ports/index.ts';
import { isDuplicate, type Place } from './collections.ts';

/** Field names must not contain dots and dollars: metadata is stored as pairs. */
type Pairs = readonly (readonly [string, string])[];

const fileOf = (place: Place, id: string) => place.blobFiles.findOne({ 'metadata.blobId': id });

/** A blob is content-addressed, so an upload may be repeated after a failure of the server. */
const UPLOADS = 3;

/** Blobs in GridFS. */
export const createMongoBlobStore = (place: Place): BlobStore => ({
  put: (id, content, metadata) => put(place, id, content, metadata),
  get: (id) => get(place, id),
  delete: (ids) => deleteAll(place, ids),
});

/**
 * Stores a blob in GridFS unless it is there. Every writer uploads under an id of its own, and the file appears with
 * its last chunk: a writer that dies leaves chunks that are never read, and the slower of two concurrent writers
 * removes its chunks.
 */
async function put(...blob: Parameters<typeof upload>): Promise<void> {
  for (let left = UPLOADS - 1; ; left -= 1) {
    try {
      await upload(...blob);
      return;
    } catch (error) {
      if (left === 0 || !(error instanceof Error && error.name === 'MongoServerError')) throw error;
    }
  }
}

async function upload(
  place: Place,
  id: string,
  content: Uint8Array,
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  if ((await fileOf(place, id)) !== null) return;
  const pairs: Pairs = Object.entries(metadata);
  const stream = place.blobs.openUploadStream(id, { metadata: { blobId: id, pairs } });
  try {
    await pipeline(
      Readable.from([Buffer.from(content.buffer, content.byteOffset, content.byteLength)], { objectMode: false }),
      stream,
    );
  } catch (error) {
    await place.blobChunks.deleteMany({ files_id: stream.id });
    if (!isDuplicate(error)) throw error;
  }
}

async function get(place: Place, id: string): Promise<Blob | null> {
  const file = await fileOf(place, id);
  if (file === null) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of place.blobs.openDownloadStream(file._id)) chunks.push(chunk);
  const pairs: Pairs = file['metadata'].pairs;
  return { content: new Uint8Array(Buffer.concat(chunks)), metadata: Object.fromEntries(pairs) };
}

/** The file first: from then on the blob cannot be found, and a process that dies leaves chunks that are never read. */
async function deleteAll(place: Place, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const file = await fileOf(place, id);
    if (file === null) continue;
    await place.blobFiles.deleteOne({ _id: file._id });
    await place.blobChunks.deleteMany({ files_id: file._id });
  }
}
