import { MongoClient } from 'mongodb';
import { expect, it } from 'vitest';
import { itSaysThatTheServerIsAway } from '../testing/away-conformance.ts';
import { describeBlobStore } from '../testing/blob-conformance.ts';
import { describeDocumentStore, documentRecord } from '../testing/document-conformance.ts';
import { harnessOf, type StoreFactory } from '../testing/harness.ts';
import { describeQuarantineStore } from '../testing/quarantine-conformance.ts';
import { describeWithServer, ownName } from '../testing/real-server.ts';
import { describeStateStore } from '../testing/state-conformance.ts';
import { openMongoStores, type MongoStores } from './mongo-stores.ts';

describeWithServer('ORRERY_TEST_MONGO', 'MongoDB', (url) => {
  const withClient = async <T>(work: (client: MongoClient) => Promise<T>): Promise<T> => {
    const client = new MongoClient(url);
    return work(client).finally(() => client.close());
  };
  const drop = (database: string) =>
    withClient((client) =>
      client
        .db(database)
        .dropDatabase()
        .then(() => undefined),
    );

  const inMongo =
    <T>(pick: (stores: MongoStores) => T): StoreFactory<T> =>
    async () => {
      const database = ownName();
      return harnessOf(
        () => openMongoStores({ url, database }),
        pick,
        () => drop(database),
      );
    };

  describeDocumentStore(
    'MongoDB',
    inMongo(({ documents }) => documents),
  );
  describeBlobStore(
    'MongoDB',
    inMongo(({ blobs }) => blobs),
  );
  describeQuarantineStore(
    'MongoDB',
    inMongo(({ quarantine }) => quarantine),
  );
  describeStateStore(
    'MongoDB',
    inMongo(({ state }) => state),
  );

  it('keeps one file and no stray chunk of a blob with many concurrent writers', async () => {
    const database = ownName();
    const store = await openMongoStores({ url, database });
    const content = new Uint8Array(700_000).fill(7);
    await Promise.all(Array.from({ length: 6 }, () => store.blobs.put('sha256:same', content, {})));
    const chunks = await withClient((client) => client.db(database).collection('blobs.chunks').countDocuments());
    await store.stop();
    await drop(database);
    expect(chunks).toBe(Math.ceil(700_000 / (255 * 1024)));
  });

  it('keeps the newer copy of two concurrent inserts, repeatedly', async () => {
    const database = ownName();
    const store = await openMongoStores({ url, database });
    const titles: (string | undefined)[] = [];
    for (let round = 0; round < 50; round += 1) {
      const copies = [1, 2, 3, 4].map((at) =>
        documentRecord('fireball', `${round}`, { retrievedAtMs: at, title: `${at}` }),
      );
      await Promise.all(copies.map((copy) => store.documents.upsert([copy])));
      titles.push((await store.documents.find('fireball', { ids: [`${round}`] }))[0]?.title);
    }
    await store.stop();
    await drop(database);
    expect(titles).toEqual(titles.map(() => '4'));
  });

  itSaysThatTheServerIsAway(
    'MongoDB',
    url,
    (address) => openMongoStores({ url: address, database: 'orrery_test_away', connectTimeoutMs: 300 }),
    ({ documents, blobs, quarantine, state }) => ({
      upsert: () => documents.upsert([documentRecord('alert', 'a')]),
      find: () => documents.find('alert', {}),
      count: () => documents.count('alert'),
      'put a blob': () => blobs.put('a', new Uint8Array(9), {}),
      'get a blob': () => blobs.get('a'),
      'delete a blob': () => blobs.delete(['a']),
      quarantine: () => quarantine.add([{ id: 'a', source: 'a', reason: 'a', raw: 'a', atMs: 1 }]),
      quarantined: () => quarantine.list({}),
      'put state': () => state.put('a', 1, 1),
      'get state': () => state.get('a'),
      'list state': () => state.list('a', 1),
      'delete state': () => state.delete(['a'], 1),
    }),
  );

  it('says what to check if the server does not respond', async () => {
    const opened = openMongoStores({
      url: 'mongodb://127.0.0.1:1',
      database: 'orrery',
      connectTimeoutMs: 300,
    });
    await expect(opened).rejects.toThrow(/^MongoDB at 127\.0\.0\.1:1 cannot be used: .*Check address/);
  });
});
