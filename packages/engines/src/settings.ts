import type { Topic } from '@orrery/contract';
import { z } from 'zod';

/** Consumer groups of the stream: each sink keeps its own place, so that one that lags holds up no other. */
export const SINK_GROUPS = {
  series: 'orrery-series',
  archive: 'orrery-archive',
  documents: 'orrery-documents',
} as const;

/** The groups, each with the topic that it reads: what service and worker must agree on to show how far a sink lags. */
export const CONSUMER_GROUPS = [
  { topic: 'observations', group: SINK_GROUPS.series },
  { topic: 'observations', group: SINK_GROUPS.archive },
  { topic: 'documents', group: SINK_GROUPS.documents },
] as const satisfies readonly { readonly topic: Topic; readonly group: string }[];

/** Words between commas; blanks around them do not count. */
export const words = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);

/** Where the servers of the distributed engines are: the part of a configuration that service and worker share. */
export const engineShape = {
  influxUrl: z.url(),
  influxToken: z.string().min(1),
  influxOrg: z.string().min(1).default('orrery'),
  influxBucket: z.string().min(1).default('orrery'),
  postgresUrl: z.url(),
  mongoUrl: z.url(),
  mongoDatabase: z.string().min(1).default('orrery'),
  redisUrl: z.url(),
  /** Before every key; braces keep a cluster's keys in one slot. */
  redisPrefix: z.string().min(1).default('{orrery}'),
  /** host:port of brokers, separated by commas. */
  kafkaBrokers: z.string().transform(words),
  kafkaPrefix: z.string().default('orrery.'),
};
const engineSchema = z.object(engineShape);
export type EngineSettings = z.infer<typeof engineSchema>;

type Environment = Readonly<Record<string, string | undefined>>;

/** ORRERY_NASA_API_KEY for `nasaApiKey`. */
const variableOf = (key: string): string => `ORRERY_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/**
 * Reads each key of the schema from the variable of its name (`influxUrl`: ORRERY_INFLUX_URL; an empty one counts as
 * absent) into one frozen value. Throws an Error with a line per wrong or missing variable.
 */
export function parseEnvironment<T extends z.ZodObject>(schema: T, env: Environment): z.infer<T> {
  const raw: Record<string, string> = {};
  for (const key of Object.keys(schema.shape)) {
    const value = env[variableOf(key)];
    if (value !== undefined && value !== '') raw[key] = value;
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return Object.freeze(parsed.data) as z.infer<T>;
  const lines = parsed.error.issues.map((issue) => `${variableOf(String(issue.path[0]))}: ${issue.message}`);
  throw new Error(`Configuration is wrong:\n  ${lines.join('\n  ')}`);
}

/** Where the servers are, by the environment. Throws an Error with a line per wrong or missing variable. */
export const readEngineSettings = (env: Environment): EngineSettings => parseEnvironment(engineSchema, env);
