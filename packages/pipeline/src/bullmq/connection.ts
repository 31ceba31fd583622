import { OrreryError } from '@orrery/contract';
import type { Logger } from '@orrery/telemetry';
import { Redis } from 'ioredis';

const RECONNECT_MS = 200;
const CONNECT_TIMEOUT_MS = 5000;
const LONGEST_RECONNECT_MS = 2000;

export interface RedisConnections {
  /** Commands fail after `patienceMs` without Redis, so that a producer soon learns that a job was not added. */
  readonly producer: Redis;
  /** Commands of workers wait for Redis without limit. */
  readonly worker: Redis;
  close(): Promise<void>;
}

/**
 * Opens both connections and waits for the first answer. Rejects with `notReady` when Redis does not answer within
 * `CONNECT_TIMEOUT_MS`.
 */
export async function connectRedis(url: string, patienceMs: number, logger: Logger): Promise<RedisConnections> {
  const address = shown(url);
  const producer = open(url, 'orrery-producer', {
    maxRetriesPerRequest: Math.max(1, Math.round(patienceMs / RECONNECT_MS)),
    retryStrategy: () => RECONNECT_MS,
  });
  const worker = open(url, 'orrery-worker', {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(RECONNECT_MS * times, LONGEST_RECONNECT_MS),
  });
  for (const connection of [producer, worker]) logConnection(connection, address, logger);
  try {
    await Promise.all([ready(producer), ready(worker)]);
  } catch (error) {
    producer.disconnect();
    worker.disconnect();
    throw new OrreryError(
      'notReady',
      `Redis at ${address} does not answer; is it running, and is the address right?`,
      [],
      { cause: error },
    );
  }
  return {
    producer,
    worker,
    close: async () => {
      for (const connection of [worker, producer]) await quit(connection);
    },
  };
}

interface Patience {
  readonly maxRetriesPerRequest: number | null;
  readonly retryStrategy: (times: number) => number;
}

function open(url: string, connectionName: string, patience: Patience): Redis {
  return new Redis(url, { ...patience, connectionName, connectTimeout: CONNECT_TIMEOUT_MS });
}

function ready(connection: Redis): Promise<void> {
  return new Promise((resolve, reject) => {
    let lastError: Error | undefined;
    connection.on('error', (error) => (lastError = error));
    const timer = setTimeout(
      () => reject(lastError ?? new Error(`no answer within ${CONNECT_TIMEOUT_MS} ms`)),
      CONNECT_TIMEOUT_MS,
    );
    connection.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Logs one line when Redis is lost and one when it is back, not one per attempt. */
function logConnection(connection: Redis, address: string, logger: Logger): void {
  let lost = false;
  const name = connection.options.connectionName;
  connection.on('error', (error) => {
    if (!lost) logger.warn({ err: error, connection: name, redis: address }, 'Redis is away, trying again');
    lost = true;
  });
  connection.on('ready', () => {
    if (lost) logger.info({ connection: name, redis: address }, 'Redis is back');
    lost = false;
  });
}

async function quit(connection: Redis): Promise<void> {
  if (connection.status === 'ready') await connection.quit().catch(() => undefined);
  connection.disconnect();
}

/** The address without name and password. */
function shown(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
