export interface Blob {
  readonly content: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Content-addressed bytes: raw responses, model weights, data sets (GridFS; embedded: files). */
export interface BlobStore {
  /** Resolves when the blob survives a crash. Writing an id again changes nothing. */
  put(id: string, content: Uint8Array, metadata: Readonly<Record<string, string>>): Promise<void>;
  /** The blob, or null. */
  get(id: string): Promise<Blob | null>;
  /** Removes blobs; unknown ids are ignored. A removed blob can be put again. */
  delete(ids: readonly string[]): Promise<void>;
}
