import type { Stoppable } from '@orrery/telemetry';
import { notReadyWhileAway } from '../away.ts';
import type { Stores } from '../ports/index.ts';
import { createMongoBlobStore } from './blobs.ts';
import { isMongoAway, openPlace, type MongoConfig } from './collections.ts';
import { createMongoDocumentStore } from './documents.ts';
import { createMongoQuarantineStore } from './quarantine.ts';
import { createMongoStateStore } from './state.ts';

/** The stores in MongoDB, over one client. Stopping closes the connections. */
export interface MongoStores extends Pick<Stores, 'documents' | 'blobs' | 'quarantine' | 'state'>, Stoppable {}

/**
 * Documents, blobs, quarantine and state in MongoDB, using only find, insert, update, upsert, indexes and GridFS, which
 * every compatible server has. @throws OrreryError notReady when the server does not answer
 */
export async function openMongoStores(config: MongoConfig): Promise<MongoStores> {
  const place = await openPlace(config);
  const guarded = <T extends object>(store: T): T => notReadyWhileAway('MongoDB', isMongoAway, store);
  return {
    name: 'MongoDB',
    documents: guarded(createMongoDocumentStore(place)),
    blobs: guarded(createMongoBlobStore(place)),
    quarantine: guarded(createMongoQuarantineStore(place)),
    state: guarded(createMongoStateStore(place)),
    stop: () => place.client.close(),
  };
}
