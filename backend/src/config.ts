import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { LOG_LEVELS } from '@orrery/telemetry';

const DEFAULT_PORT = 4310;
const int = (fallback: number, min: number, max: number) => z.coerce.number().int().min(min).max(max).default(fallback);
/** Names separated by commas. */
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean),
);

/** All settings of the service. Flags win over the environment; both are read once, here. */
const configSchema = z.object({
  host: z.string().default('127.0.0.1'),
  port: int(DEFAULT_PORT, 0, 65535),
  /** Folder of the embedded database. */
  dataDir: z.string().default('.orrery'),
  /** Folder of recorded responses that stand in for the providers. */
  replayDir: z.string().optional(),
  /** A key with the scope `admin`, beside those that are made by `orrery keys`; when set, every request needs a key. */
  apiKey: z.string().min(1).optional(),
  /** An OpenID Connect issuer whose bearer tokens are taken, as its tokens name it. */
  oidcIssuer: z.url({ protocol: /^https?$/ }).optional(),
  /** Whom its tokens must be for. */
  oidcAudience: z.string().min(1).optional(),
  /** The claim of its tokens that lists scopes. */
  oidcScopeClaim: z.string().min(1).default('scope'),
  /**
   * What who sends no key may do; default: read where only this machine reaches the service and neither `apiKey` nor
   * `oidcIssuer` is set.
   */
  anonymous: z.enum(['none', 'read']).optional(),
  /** Requests of one key or address. */
  maxRequestsPerMinute: int(6000, 1, 10_000_000),
  /** Other names under which the service is asked: of a proxy, or of its container. */
  allowedHosts: list.default([]),
  /** Lets everybody ask who reaches an address that is not this machine's own, without a key. */
  insecure: z.stringbool().default(false),
  logLevel: z.enum(LOG_LEVELS).default('info'),
  /** Times × bodies or satellites of one query. */
  maxPoints: int(500_000, 1, 50_000_000),
  /** Satellites of one query. */
  maxObjects: int(20_000, 1, 1_000_000),
  /** Threads that compute answers; one of them is kept free of heavy queries. */
  queryThreads: int(Math.min(8, Math.max(2, availableParallelism())), 2, 64),
  /** The longest that one query may take, ms. */
  queryTimeoutMs: int(60_000, 100, 3_600_000),
  /** Milliseconds of one core that a request may take, as estimated beforehand. */
  maxCoreMs: int(30_000, 100, 3_600_000),
  /** Bytes that an answer may have, as estimated beforehand. */
  maxAnswerBytes: int(64_000_000, 10_000, 1_000_000_000),
  /** Heap of a query thread, MB. */
  threadMemoryMb: int(512, 64, 65_536),
  /** Memory of the whole process, MB, at which the query that has run the longest is stopped. */
  maxMemoryMb: int(2_000, 256, 1_000_000),
  /** Streams that may be open at a time. */
  maxStreams: int(200, 1, 100_000),
  /** Queries of one request. */
  maxQueries: int(100, 1, 10_000),
  maxBodyBytes: int(2_000_000, 1000, 1_000_000_000),
  /** Groups of satellites that may be asked for, and that an embedded worker pulls. */
  celestrakGroups: list.prefault(
    'stations,visual,weather,goes,noaa,resource,amateur,gps-ops,galileo,geo,starlink,active',
  ),
  /**
   * An embedded worker pulls from providers; off for tests and for air-gapped installations that bring their own files.
   */
  fetchSources: z.stringbool().default(true),
});

/** A token for another program of the same issuer must not open this one. */
const checkedSchema = configSchema.refine(
  ({ oidcIssuer, oidcAudience }) => (oidcIssuer === undefined) === (oidcAudience === undefined),
  {
    path: ['oidcAudience'],
    message: 'ORRERY_OIDC_ISSUER and ORRERY_OIDC_AUDIENCE are needed together.',
  },
);
export type Config = z.infer<typeof configSchema>;

const ENVIRONMENT: Readonly<Record<keyof Config, string>> = {
  host: 'ORRERY_HOST',
  port: 'ORRERY_PORT',
  dataDir: 'ORRERY_DATA_DIR',
  replayDir: 'ORRERY_REPLAY',
  apiKey: 'ORRERY_API_KEY',
  oidcIssuer: 'ORRERY_OIDC_ISSUER',
  oidcAudience: 'ORRERY_OIDC_AUDIENCE',
  oidcScopeClaim: 'ORRERY_OIDC_SCOPE_CLAIM',
  anonymous: 'ORRERY_ANONYMOUS',
  maxRequestsPerMinute: 'ORRERY_MAX_REQUESTS_PER_MINUTE',
  allowedHosts: 'ORRERY_ALLOWED_HOSTS',
  insecure: 'ORRERY_INSECURE',
  logLevel: 'ORRERY_LOG_LEVEL',
  maxPoints: 'ORRERY_MAX_POINTS',
  maxObjects: 'ORRERY_MAX_OBJECTS',
  queryThreads: 'ORRERY_QUERY_THREADS',
  queryTimeoutMs: 'ORRERY_QUERY_TIMEOUT_MS',
  maxCoreMs: 'ORRERY_MAX_CORE_MS',
  maxAnswerBytes: 'ORRERY_MAX_ANSWER_BYTES',
  threadMemoryMb: 'ORRERY_THREAD_MEMORY_MB',
  maxMemoryMb: 'ORRERY_MAX_MEMORY_MB',
  maxStreams: 'ORRERY_MAX_STREAMS',
  maxQueries: 'ORRERY_MAX_QUERIES',
  maxBodyBytes: 'ORRERY_MAX_BODY_BYTES',
  celestrakGroups: 'ORRERY_CELESTRAK_GROUPS',
  fetchSources: 'ORRERY_FETCH_SOURCES',
};

/** Flags of the command line that give a setting. */
const FLAGS = {
  host: '--host',
  port: '--port',
  dataDir: '--data-dir',
  replayDir: '--replay',
  logLevel: '--log-level',
  insecure: '--insecure',
} as const satisfies Partial<Record<keyof Config, string>>;
export type FlagSettings = Readonly<Partial<Record<keyof typeof FLAGS, string | undefined>>>;

/**
 * Reads settings of flags and of the environment into one frozen value; flags win.
 * Throws an Error with one line per wrong setting, naming its flag or variable and what it may be.
 */
export function readConfig(flags: FlagSettings, env: Readonly<Record<string, string | undefined>>): Config {
  const given = new Map(Object.entries(flags).filter(([, value]) => value !== undefined));
  const raw: Record<string, unknown> = {};
  for (const [key, variable] of Object.entries(ENVIRONMENT)) {
    if (env[variable] !== undefined && env[variable] !== '') raw[key] = env[variable];
  }
  for (const [key, value] of given) raw[key] = value;
  const parsed = checkedSchema.safeParse(raw);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const key = String(issue.path[0]) as keyof Config;
      return `${given.has(key) ? FLAGS[key as keyof typeof FLAGS] : ENVIRONMENT[key]}: ${issue.message}`;
    });
    throw new Error(`Configuration is wrong:\n  ${lines.join('\n  ')}`);
  }
  return Object.freeze(parsed.data);
}
