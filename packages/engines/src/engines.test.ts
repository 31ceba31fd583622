import { OrreryError } from '@orrery/contract';
import { createLogger } from '@orrery/telemetry';
import { describe, expect, it } from 'vitest';
import { readEngineSettings } from './settings.ts';
import { whenReady } from './when-ready.ts';

const logger = createLogger('test', 'silent');

/** Opens at the given attempt; before that it rejects with the error. */
function opening(attempt: number, error: Error) {
  const attempts = { count: 0 };
  const open = async (): Promise<string> => {
    attempts.count += 1;
    if (attempts.count < attempt) throw error;
    return 'open';
  };
  return { attempts, open };
}

describe('servers', () => {
  const away = new OrreryError('notReady', 'Kafka does not answer.');

  it('that do not answer yet are waited for', async () => {
    const { attempts, open } = opening(4, away);
    expect(await whenReady(open, logger, { pauseMs: 1 })).toBe('open');
    expect(attempts.count).toBe(4);
  });

  it('that never answer are named in the end', async () => {
    const { attempts, open } = opening(Infinity, away);
    await expect(whenReady(open, logger, { pauseMs: 1, patienceMs: 20 })).rejects.toBe(away);
    expect(attempts.count).toBeGreaterThan(1);
  });

  it('that refuse us are not asked again', async () => {
    const { attempts, open } = opening(2, new Error('the password is wrong'));
    await expect(whenReady(open, logger, { pauseMs: 1 })).rejects.toThrow('password');
    expect(attempts.count).toBe(1);
  });
});

describe('settings of the servers', () => {
  const env = {
    ORRERY_INFLUX_URL: 'http://influx:8086',
    ORRERY_INFLUX_TOKEN: 'token',
    ORRERY_POSTGRES_URL: 'postgresql://postgres/orrery',
    ORRERY_MONGO_URL: 'mongodb://mongo',
    ORRERY_REDIS_URL: 'redis://redis',
    ORRERY_KAFKA_BROKERS: 'a:1, b:2',
  };

  it('are read by the names of their variables, lists by their commas', () => {
    expect(readEngineSettings(env)).toMatchObject({
      mongoUrl: 'mongodb://mongo',
      influxOrg: 'orrery',
      kafkaBrokers: ['a:1', 'b:2'],
    });
  });

  it('that are wrong or missing are all told at once', () => {
    expect(() => readEngineSettings({ ...env, ORRERY_MONGO_URL: '', ORRERY_REDIS_URL: 'here' })).toThrow(
      /ORRERY_MONGO_URL[^]*ORRERY_REDIS_URL/,
    );
  });
});
