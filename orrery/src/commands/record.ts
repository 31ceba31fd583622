import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { STATE, VERSION, messageOf } from '@orrery/contract';
import {
  baseOf,
  createOpenSession,
  createSources,
  readSourceConfig,
  realClock,
  withoutSecrets,
  type OpenSession,
  type RawResponse,
  type Source,
  type SourceSettings,
} from '@orrery/etl-worker';
import type { StateStore } from '@orrery/stores';
import { readState } from '@orrery/stores/typed';
import { createLogger } from '@orrery/telemetry';
import type { Command } from 'commander';
import { print, table } from './kit/output.ts';
import { storeOptions, withStores, type StoreFlags } from './kit/stores.ts';

export function recordCommand(program: Command): void {
  storeOptions(program.command('record'))
    .summary('record the responses of the providers')
    .description('Pulls every source once, or one, and keeps the responses as recordings for service --replay.')
    .argument('<folder>', 'where the recordings are written')
    .option('--source <id>', 'one source')
    .action(async (folder: string, { source, ...flags }: StoreFlags & { readonly source?: string }) => {
      const outcomes = await withStores(flags, 'any', ({ stores }) => recordAll(stores.state, source, folder));
      const rows = outcomes.map(({ source: id, files, error }) => [id, files.join(', ') || '-', error ?? '']);
      print(table(['source', 'files', 'error'], rows));
    });
}

function recordAll(state: StateStore, source: string | undefined, folder: string): Promise<readonly RecordOutcome[]> {
  const config = readSourceConfig(process.env);
  const { contactUrl, nasaApiKey } = config;
  const logger = createLogger('orrery-record', config.logLevel === 'info' ? 'error' : config.logLevel);
  const session = { state, clock: realClock, logger, version: VERSION, contactUrl, nasaApiKey };
  const settings = { base: baseOf(config), nasaApiKey };
  const wanted = createSources().filter(
    ({ info, provider }) => provider !== null && (source === undefined || info.id === source),
  );
  const deps = { state, openSession: createOpenSession(session), settings, nowMs: () => Date.now() };
  return recordSources(deps, wanted, folder);
}

/** Where the stand-in of its provider looks for an answer; the day is part of the name. */
export function recordingPath({ info, provider }: Source, { url, retrievedAtMs }: RawResponse): string {
  const address = new URL(url);
  const day = new Date(retrievedAtMs).toISOString().slice(0, 10);
  const name = (address.pathname.split('/').at(-1) ?? '').replace(/[^\w.-]/g, '_') || 'index';
  return provider?.recording.path({ url: address, name, day }) ?? `computed/${info.id}_${day}.json`;
}

export interface RecordOutcome {
  readonly source: string;
  readonly files: readonly string[];
  readonly error: string | null;
}

/** Pulls each source once, by the rules of its host, and writes the answers with their headers beside them. */
export async function recordSources(
  deps: {
    readonly state: Pick<StateStore, 'get'>;
    readonly openSession: OpenSession;
    readonly settings: SourceSettings;
    readonly nowMs: () => number;
  },
  sources: readonly Source[],
  folder: string,
): Promise<readonly RecordOutcome[]> {
  const outcomes: RecordOutcome[] = [];
  for (const source of sources) {
    const files: string[] = [];
    const session = deps.openSession(source);
    let error: string | null = null;
    try {
      await source.extract({
        ...deps.settings,
        nowMs: deps.nowMs(),
        cursor: await readState(deps.state, STATE.cursors, source.info.id),
        // The cursor belongs to the worker: a recording must not make it skip what it has not seen.
        setCursor: async () => undefined,
        request: async (url, headers) => {
          const raw = await session.request(url, headers);
          if (raw !== null) files.push(writeRecording(source, raw, folder));
          return raw;
        },
      });
    } catch (reason) {
      error = messageOf(reason);
    }
    outcomes.push({ source: source.info.id, files, error });
  }
  return outcomes;
}

function writeRecording(source: Source, raw: RawResponse, folder: string): string {
  const path = recordingPath(source, raw);
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, raw.body);
  const { status, headers, retrievedAtMs } = raw;
  writeFileSync(
    `${file}.headers.json`,
    `${JSON.stringify({ url: withoutSecrets(raw.url), status, retrievedAt: new Date(retrievedAtMs).toISOString(), headers }, null, 2)}\n`,
  );
  return path;
}
