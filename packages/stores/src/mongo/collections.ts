import { COLLECTIONS, OrreryError, type CollectionName, type DocumentRecord } from '@orrery/contract';
import {
  GridFSBucket,
  MongoBulkWriteError,
  MongoClient,
  MongoError,
  MongoErrorLabel,
  MongoNetworkError,
  MongoServerSelectionError,
  type Collection,
  type Db,
  type Document,
} from 'mongodb';

export interface MongoConfig {
  /** mongodb://user:password@host:port */
  readonly url: string;
  readonly database: string;
  /** Timeout of server selection (default 5 s). */
  readonly connectTimeoutMs?: number;
}

/** A document as it is stored: the key is `_id`, and `endMs` is its end, for instants too. */
export interface StoredDocument extends Omit<DocumentRecord, 'kind' | 'collection' | 'id'> {
  readonly _id: string;
  readonly endMs: number;
}

export interface StoredQuarantine extends Document {
  readonly _id: string;
  readonly source: string;
  readonly reason: string;
  readonly raw: string;
  readonly atMs: number;
}

/**
 * The value is JSON text, so that names with dots and dollars, and the difference between null and absent, are
 * preserved.
 */
export interface StoredState extends Document {
  readonly _id: string;
  readonly json: string;
  readonly atMs: number;
}

export interface Place {
  readonly client: MongoClient;
  readonly db: Db;
  documents(collection: CollectionName): Collection<StoredDocument>;
  readonly quarantine: Collection<StoredQuarantine>;
  readonly state: Collection<StoredState>;
  readonly blobs: GridFSBucket;
  readonly blobFiles: Collection<Document>;
  readonly blobChunks: Collection<Document>;
}

const BLOBS = 'blobs';
const DUPLICATE_KEY = 11000;
const CONNECT_TIMEOUT_MS = 5000;

/** Connects and creates missing indexes. @throws OrreryError notReady when the server does not answer */
export async function openPlace({ url, database, connectTimeoutMs = CONNECT_TIMEOUT_MS }: MongoConfig): Promise<Place> {
  // Acknowledged means on the disk of a majority: an offset is committed after it.
  const writeConcern = { w: 'majority', journal: true } as const;
  const client = new MongoClient(url, { serverSelectionTimeoutMS: connectTimeoutMs, writeConcern });
  try {
    await client.connect();
    const db = client.db(database);
    const place: Place = {
      client,
      db,
      documents: (collection) => db.collection<StoredDocument>(collection),
      quarantine: db.collection<StoredQuarantine>('quarantine'),
      state: db.collection<StoredState>('state'),
      blobs: new GridFSBucket(db, { bucketName: BLOBS }),
      blobFiles: db.collection(`${BLOBS}.files`),
      blobChunks: db.collection(`${BLOBS}.chunks`),
    };
    await createIndexes(place);
    return place;
  } catch (error) {
    await client.close();
    const hosts = client.options.hosts.join(', ');
    const message = `MongoDB at ${hosts} cannot be used: ${String(error)}. Check address, user and database.`;
    throw new OrreryError('notReady', message, [], { cause: error });
  }
}

async function createIndexes(place: Place): Promise<void> {
  for (const collection of COLLECTIONS) {
    await place.documents(collection).createIndex({ timeMs: -1, _id: 1 });
    await place.documents(collection).createIndex({ endMs: 1 });
    // For the compare-and-set of upserts, on servers that use an index only for exactly its fields.
    await place.documents(collection).createIndex({ _id: 1, retrievedAtMs: 1 }, { unique: true });
  }
  await place.quarantine.createIndex({ atMs: -1 });
  await place.quarantine.createIndex({ source: 1, atMs: -1 });
  await place.state.createIndex({ atMs: -1 });
  // One file a blob, whoever else writes it at the same moment.
  await place.blobFiles.createIndex({ 'metadata.blobId': 1 }, { unique: true });
}

/** Ignores failures because a document of the key exists; anything else is thrown. */
export function onlyDuplicates(error: unknown): null {
  const failures = error instanceof MongoBulkWriteError ? [error.writeErrors].flat() : [];
  if (failures.length === 0 || failures.some((failure) => failure.code !== DUPLICATE_KEY)) throw error;
  return null;
}

/**
 * Whether an error of the driver means that the server is unavailable. The driver labels errors after which it resets
 * all connections.
 */
export const isMongoAway = (error: unknown): boolean =>
  error instanceof MongoNetworkError ||
  error instanceof MongoServerSelectionError ||
  // Bulk writes wrap the error.
  (error instanceof MongoBulkWriteError && isMongoAway(error.errorResponse)) ||
  (error instanceof MongoError && error.hasErrorLabel(MongoErrorLabel.ResetPool));

export function isDuplicate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY;
}
