import { describe, expect, it } from 'vitest';
import { itSaysThatTheServerIsAway } from '../testing/away-conformance.ts';
import { harnessOf, observation } from '../testing/harness.ts';
import { describeWithServer, ownName } from '../testing/real-server.ts';
import { describeSeriesStore } from '../testing/series-conformance.ts';
import { connect, type InfluxConfig } from './connection.ts';
import { openInfluxSeriesStore } from './influx-series-store.ts';

const START_MS = Date.UTC(2024, 4, 10);
/** Several requests of the adapter each time: the queue of the client's WriteApi does not wait for the last of them. */
const POINTS = 25_000;
const ROUNDS = 8;

describeWithServer('ORRERY_TEST_INFLUX', 'InfluxDB', (url) => {
  const configOf = (bucket: string): InfluxConfig => ({
    url,
    token: process.env['ORRERY_TEST_INFLUX_TOKEN'] ?? '',
    org: process.env['ORRERY_TEST_INFLUX_ORG'] ?? '',
    bucket,
  });

  describeSeriesStore('InfluxDB', async () => {
    const config = configOf(ownName());
    return harnessOf(
      () => openInfluxSeriesStore(config),
      (store) => store,
      () => connect(config).dropBucket(),
    );
  });

  describe('write', () => {
    it('resolves when the points can be read back by another client, every time', async () => {
      const config = configOf(ownName());
      const writer = await openInfluxSeriesStore(config);
      const reader = await openInfluxSeriesStore(config);
      const seen: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const series = `round.${round}`;
        await writer.write(Array.from({ length: POINTS }, (_, i) => observation(series, START_MS + i * 1000, i)));
        seen.push(await reader.count(series));
      }
      await connect(config).dropBucket();
      expect(seen).toEqual(Array.from({ length: ROUNDS }, () => POINTS));
    });

    it('rejects when the server refuses, so that no offset is committed', async () => {
      const config = configOf(ownName());
      const store = await openInfluxSeriesStore(config);
      await connect(config).dropBucket();
      await expect(store.write([observation('a', START_MS, 1)])).rejects.toThrow(/not found/);
    });

    it('refuses what the line protocol cannot represent', async () => {
      const store = await openInfluxSeriesStore(configOf('default'));
      await expect(store.write([observation('a\nb', START_MS, 1)])).rejects.toThrow(/control characters/);
      await expect(store.write([observation('a', START_MS, Infinity)])).rejects.toThrow(/finite/);
    });
  });

  itSaysThatTheServerIsAway(
    'InfluxDB',
    url,
    (address) => openInfluxSeriesStore({ ...configOf('default'), url: address.replace(/\/$/, '') }),
    (store) => ({
      write: () => store.write([observation('away', START_MS, 1)]),
      read: () => store.read('away', START_MS, START_MS),
      readBuckets: () => store.readBuckets('away', START_MS, START_MS, 1000),
      newest: () => store.newest('away'),
      count: () => store.count('away'),
    }),
  );

  it('says what to check if the server does not respond', async () => {
    const nobody = { ...configOf('default'), url: 'http://127.0.0.1:1' };
    await expect(openInfluxSeriesStore(nobody)).rejects.toThrow(/127\.0\.0\.1:1 cannot be used.*Check address/s);
  });
});
