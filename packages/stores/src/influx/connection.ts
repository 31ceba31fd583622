import { OrreryError, messageOf } from '@orrery/contract';
import { HttpError, InfluxDB, RequestTimedOutError } from '@influxdata/influxdb-client';
import { BucketsAPI, OrgsAPI } from '@influxdata/influxdb-client-apis';
import { isNetworkFailure } from '../away.ts';

export interface InfluxConfig {
  readonly url: string;
  readonly token: string;
  readonly org: string;
  /** Created if missing. */
  readonly bucket: string;
  /** Of one request (default 60 s). */
  readonly timeoutMs?: number;
}

/** Rows of one InfluxQL result: a group of rows for each set of tags. */
export interface InfluxGroup {
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly (number | null)[])[];
}

interface InfluxQlAnswer {
  readonly results: readonly { readonly series?: readonly InfluxGroup[]; readonly error?: string }[];
}

const TIMEOUT_MS = 60_000;
/** Shards of about a year: history of decades stays in tens of shards, where the default of a week makes thousands. */
const SHARD_S = 364 * 86_400;

/**
 * A keep-alive connection that the server has closed, by a restart for example, fails at its next use. All requests
 * here may be repeated.
 */
const isReset = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ECONNRESET';

/** Responses of a server that starts or stops, or of a gateway that does not reach it. */
const UNAVAILABLE = [502, 503, 504];

/** Whether an error of the client means that the server is unavailable. */
export const isInfluxAway = (error: unknown): boolean =>
  isNetworkFailure(error) ||
  error instanceof RequestTimedOutError ||
  (error instanceof HttpError && UNAVAILABLE.includes(error.statusCode));

export type InfluxConnection = ReturnType<typeof connect>;

/** The client of a configuration. Nothing is sent yet. */
export function connect({ url, token, org, bucket, timeoutMs = TIMEOUT_MS }: InfluxConfig) {
  const client = new InfluxDB({ url, token, timeout: timeoutMs });
  const place = new URLSearchParams({ org, bucket, precision: 'ms' });
  const request: typeof client.transport.request = (...args) =>
    client.transport.request(...args).catch((error: unknown) => {
      if (isReset(error)) return client.transport.request(...args);
      throw error;
    });

  return {
    /** Creates the bucket if missing. @throws OrreryError notReady when the server does not answer or refuses. */
    async prepare(): Promise<void> {
      try {
        const organisation = (await new OrgsAPI(client).getOrgs({ org })).orgs?.[0];
        if (organisation?.id === undefined) throw new Error(`it has no organisation ${org}`);
        const retentionRules = [{ type: 'expire' as const, everySeconds: 0, shardGroupDurationSeconds: SHARD_S }];
        await new BucketsAPI(client)
          .postBuckets({ body: { orgID: organisation.id, name: bucket, retentionRules } })
          .catch((error: unknown) => {
            if (!(error instanceof HttpError) || error.statusCode !== 422) throw error;
          });
      } catch (error) {
        const reason = messageOf(error);
        throw new OrreryError(
          'notReady',
          `InfluxDB at ${url} cannot be used: ${reason}. Check address, token and organisation.`,
          [],
          {
            cause: error,
          },
        );
      }
    },

    /**
     * Sends line protocol, times in ms. The response comes after the points are in the log and the cache of the server,
     * from which they are read; `WriteApi` of the client would queue instead, and its `close()` and `flush()` return
     * with batches in flight.
     */
    async write(lines: string): Promise<void> {
      await request(`/api/v2/write?${place}`, lines, {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      });
    },

    /** Runs InfluxQL (one or more statements); returns the groups of each statement in order, times in ms. */
    async query(influxQl: string): Promise<readonly (readonly InfluxGroup[])[]> {
      const body = new URLSearchParams({ q: influxQl }).toString();
      const path = `/query?${new URLSearchParams({ db: bucket, epoch: 'ms' })}`;
      const answer: InfluxQlAnswer = await request(path, body, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      });
      return answer.results.map(({ series = [], error }) => {
        if (error !== undefined) throw new OrreryError('defect', `InfluxDB did not answer: ${error}`);
        return series;
      });
    },

    /** Removes the bucket with its content. */
    async dropBucket(): Promise<void> {
      const buckets = new BucketsAPI(client);
      const found = (await buckets.getBuckets({ org, name: bucket })).buckets?.[0]?.id;
      if (found !== undefined) await buckets.deleteBucketsID({ bucketID: found });
    },
  };
}
