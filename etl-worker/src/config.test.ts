import { describe, expect, it } from 'vitest';
import { baseOf, movedProviders, readSourceConfig, readWorkerConfig } from './config.ts';

describe('configuration of the worker', () => {
  it('needs nothing for the embedded pipeline', () => {
    const config = readSourceConfig({});
    expect(config.nasaApiKey).toBe('DEMO_KEY');
    expect(baseOf(config)('swpc')).toBe('https://services.swpc.noaa.gov');
    expect(movedProviders(config)).toEqual([]);
  });

  it('says for each variable what is wrong, all at once', () => {
    expect(() => readWorkerConfig({ ORRERY_INFLUX_URL: 'nowhere', ORRERY_ROLES: 'sinks,dance' })).toThrow(
      /ORRERY_INFLUX_URL[^]*ORRERY_POSTGRES_URL[^]*ORRERY_ROLES/,
    );
  });

  it('reads lists', () => {
    const config = readWorkerConfig({
      ORRERY_INFLUX_URL: 'http://localhost:8086',
      ORRERY_INFLUX_TOKEN: 't',
      ORRERY_POSTGRES_URL: 'postgres://localhost/orrery',
      ORRERY_MONGO_URL: 'mongodb://localhost',
      ORRERY_REDIS_URL: 'redis://localhost',
      ORRERY_KAFKA_BROKERS: 'a:1, b:2',
      ORRERY_ROLES: 'sinks',
      ORRERY_SINKS: 'archive',
    });
    expect(config).toMatchObject({ kafkaBrokers: ['a:1', 'b:2'], roles: ['sinks'], sinks: ['archive'] });
  });
});
