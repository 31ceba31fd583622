import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asOrreryError, OrreryError } from '@orrery/contract';
import { createLogger } from '@orrery/telemetry';
import { realClock } from '../clock.ts';
import { baseOf, readSourceConfig, readWorkerConfig } from '../config.ts';
import { openDistributedStores } from '../engines/distributed.ts';
import { openEmbeddedStores } from '../engines/embedded.ts';
import type { OpenStores } from '../engines/engines.ts';
import type { RunRecord } from '../ledger/runs.ts';
import { createOpenSession } from '../http/client.ts';
import { createSources } from '../providers/registry.ts';
import type { Source } from '../providers/source.ts';
import { exportStore, importStore } from './carry.ts';
import { forecastMain } from './forecast/main.ts';
import { HELP } from './help.ts';
import { loadHistory } from './load.ts';
import { isoMinute, table } from './output.ts';
import { recordSources } from './record.ts';
import { replayRaw } from './replay.ts';

const OPTIONS = {
  'data-dir': { type: 'string' },
  distributed: { type: 'boolean', default: false },
  source: { type: 'string' },
  limit: { type: 'string', default: '50' },
  help: { type: 'boolean', default: false },
} as const;

interface Context {
  readonly args: readonly string[];
  readonly source: string | undefined;
  readonly limit: number;
  readonly sources: readonly Source[];
  readonly open: OpenStores;
}

const COMMANDS: Readonly<Record<string, (context: Context) => Promise<string>>> = {
  async load({ args, open }) {
    if (args.length === 0) throw new OrreryError('invalidRequest', 'load: which files or folders? See load --help.');
    const { files, skipped, records, rejects } = await loadHistory(open.stores, args, Date.now());
    return `${files} files, ${skipped} of them loaded before; ${records} records written, ${rejects} set aside`;
  },
  async replay({ args, source, sources, open }) {
    const { raws, records, rejects } = await replayRaw(open.stores, sources, {
      rawIds: args,
      ...(source === undefined ? {} : { source }),
    });
    return `${raws} raw responses, ${records} records written, ${rejects} set aside`;
  },
  async record({ args: [folder], source, sources, open }) {
    if (folder === undefined) throw new OrreryError('invalidRequest', 'record: into which folder? See record --help.');
    const config = readSourceConfig(process.env);
    const logger = createLogger('orrery-record', config.logLevel === 'info' ? 'error' : config.logLevel);
    const session = {
      state: open.stores.documents,
      clock: realClock,
      logger,
      version: '0.1.0',
      contactUrl: config.contactUrl,
      nasaApiKey: config.nasaApiKey,
    };
    const wanted = sources.filter(
      ({ info, provider }) => provider !== null && (source === undefined || info.id === source),
    );
    const settings = { base: baseOf(config), nasaApiKey: config.nasaApiKey, sites: config.sites };
    const outcomes = await recordSources(
      { documents: open.stores.documents, openSession: createOpenSession(session), settings, nowMs: () => Date.now() },
      wanted,
      folder,
    );
    return table(
      ['source', 'files', 'error'],
      outcomes.map(({ source: id, files, error }) => [id, files.join(', ') || '-', error ?? '']),
    );
  },
  async export({ args: [target], open }) {
    if (target === undefined)
      throw new OrreryError('invalidRequest', 'export: into which FILE.tar or folder? See export --help.');
    return JSON.stringify(await exportStore(open.stores, target, Date.now()));
  },
  async import({ args: [from], open }) {
    if (from === undefined)
      throw new OrreryError('invalidRequest', 'import: which FILE.tar or folder? See import --help.');
    return JSON.stringify(await importStore(open.stores, from));
  },
  async sources({ sources, open }) {
    const rows = await Promise.all(
      sources.map(async ({ info }) => {
        const [last] = await open.stores.documents.listState(`run:${info.id}:`, 1);
        const run = last?.value as RunRecord | undefined;
        return [
          info.id,
          info.publisher,
          `${info.cadenceMs / 60_000} min`,
          isoMinute(run?.startedMs ?? null),
          run?.outcome ?? 'never',
          String(run?.records ?? ''),
          isoMinute(run?.newestMs ?? null),
          run?.error ?? '',
        ];
      }),
    );
    return table(['source', 'publisher', 'every', 'last run', 'outcome', 'records', 'newest', 'error'], rows);
  },
  async quarantine({ source, limit, open }) {
    const kept = await open.stores.documents.quarantined({ limit, ...(source === undefined ? {} : { source }) });
    return table(
      ['at', 'source', 'reason', 'raw'],
      kept.map(({ atMs, source: id, reason, raw }) => [
        isoMinute(atMs),
        id,
        reason,
        raw.slice(0, 80).replace(/\s+/g, ' '),
      ]),
    );
  },
};

async function main(argv: readonly string[]): Promise<void> {
  if (argv[0] === 'forecast') return forecastMain(argv.slice(1));
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: OPTIONS,
    allowPositionals: true,
    strict: true,
  });
  const [name = '', ...args] = positionals;
  const command = COMMANDS[name];
  if (values.help || name === '') return void process.stdout.write(HELP);
  if (!command)
    throw new OrreryError(
      'invalidRequest',
      `Unknown command "${name}"; there are ${Object.keys(COMMANDS).join(', ')}.`,
    );
  const limit = Number(values.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new OrreryError('invalidRequest', `--limit ${values.limit}: a whole number from 1 is needed.`);
  const dataDir = values['data-dir'] ?? process.env['ORRERY_DATA_DIR'] ?? '.orrery';
  const open = values.distributed
    ? await openDistributedStores(readWorkerConfig(process.env))
    : await openEmbeddedStores(join(dataDir, 'orrery.db'));
  try {
    process.stdout.write(`${await command({ args, source: values.source, limit, sources: createSources(), open })}\n`);
  } finally {
    await open.stop();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${asOrreryError(error).message}\n`);
  process.exitCode = 1;
});
