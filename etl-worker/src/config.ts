import { engineShape, parseEnvironment, words } from '@orrery/engines';
import { z } from 'zod';
import { LOG_LEVELS } from '@orrery/telemetry';
import { PROVIDERS, type ProviderId } from './providers/registry.ts';
import type { Retention } from './stages/tidy/tidy.ts';
import { ROLES } from './worker.ts';

/** The setting of each provider's base address: `swpcUrl`, from ORRERY_SWPC_URL. */
type AddressSetting = `${ProviderId}Url`;
const addressSetting = (id: string): AddressSetting => `${id as ProviderId}Url`;
const addressShape = Object.fromEntries(
  PROVIDERS.map(({ id, address }) => [addressSetting(id), z.url().default(address)]),
) as Readonly<Record<AddressSetting, z.ZodDefault<z.ZodURL>>>;

const days = (fallback: number) => z.coerce.number().min(1).max(36_500).default(fallback);

/** What every pipeline is told, whatever it writes to. */
const sourceShape = {
  nasaApiKey: z.string().min(1).default('DEMO_KEY'),
  /** Ids of the sources to run; left out, all. */
  sources: z.string().transform(words).optional(),
  contactUrl: z.url().default('https://github.com/orrery/orrery'),
  /** Days that raw responses, and records of runs, are kept. */
  rawRetentionDays: days(30),
  runRetentionDays: days(90),
  ...addressShape,
  logLevel: z.enum(LOG_LEVELS).default('info'),
  /** Whether models forecast, are checked for drift and are trained. */
  forecasts: z.enum(['on', 'off']).default('on'),
};
const sourceSchema = z.object(sourceShape);
export type SourceConfig = z.infer<typeof sourceSchema>;

const workerSchema = z.object({
  ...sourceShape,
  ...engineShape,
  /** What this process does. */
  roles: z
    .string()
    .default(ROLES.join(','))
    .transform(words)
    .pipe(z.array(z.enum(ROLES))),
  sinks: z
    .string()
    .default('series,archive,documents')
    .transform(words)
    .pipe(z.array(z.enum(['series', 'archive', 'documents']))),
  metricsPort: z.coerce.number().int().min(0).max(65535).default(4312),
});
export type WorkerConfig = z.infer<typeof workerSchema>;

/** Settings of the sources (embedded). Throws an Error with a line per wrong variable. */
export const readSourceConfig = (env: Readonly<Record<string, string | undefined>>): SourceConfig =>
  parseEnvironment(sourceSchema, env);

/** Settings of a distributed worker. Throws an Error with a line per wrong or missing variable. */
export const readWorkerConfig = (env: Readonly<Record<string, string | undefined>>): WorkerConfig =>
  parseEnvironment(workerSchema, env);

/** Base address of a provider by its id. */
export const baseOf =
  (config: SourceConfig) =>
  (provider: string): string =>
    config[addressSetting(provider)].replace(/\/$/, '');

/** Providers whose address was changed: nobody points NASA elsewhere by accident, so the log says it. */
export const movedProviders = (config: SourceConfig): readonly string[] =>
  PROVIDERS.filter(({ id, address }) => baseOf(config)(id) !== address).map(({ id }) => id);

/** How long the configuration keeps what only explains the data. */
export const retentionOf = ({ rawRetentionDays: rawDays, runRetentionDays: runDays }: SourceConfig): Retention => ({
  rawDays,
  runDays,
});
