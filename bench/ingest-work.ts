/**
 * What a response costs on its way into the embedded stores: durable writes, and how often its bytes are hashed,
 * compressed and parsed. `npm run bench -- ingest-work`: recorded answers of six sources, first as new ones, then the
 * same again.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { countWork, type Work } from './ingest/work.ts';
import { figure, ROOT } from './lib/peer.ts';

const DATA = join(process.env['ORRERY_SHARED'] ?? join(ROOT, '..', 'shared'), 'data');
/** Sources, and the recordings of what they are answered, by the end of the path that they ask for. */
const ANSWERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'swpc-kp': { 'noaa-planetary-k-index.json': 'swpc-responses/2026-02_noaa-planetary-k-index.json' },
  'swpc-magnetic-field': { 'rtsw_mag_1m.json': 'swpc-responses/2026-04-18_mag-7-day.json.gz' },
  'swpc-xrays': {
    'xrays-7-day.json': 'swpc-responses/2026-08-08_xrays-1-day.json.gz',
    'xrays-6-hour.json': 'swpc-responses/2026-08-08_xrays-1-day.json.gz',
  },
  'swpc-3-day-forecast': { '3-day-forecast.txt': 'swpc-responses/2024-05-13_3-day-forecast.txt' },
  'gfz-hp30': { 'json/': 'space-weather/gfz_hp30_nowcast.json.gz' },
  'celestrak-gp-stations': { 'gp.php': 'satellites/carbsat_stations.json' },
};
const CELESTRAK_INTERVAL_MS = 2 * 3_600_000;

const bodies = new Map(
  Object.values(ANSWERS).flatMap((paths) =>
    Object.entries(paths).map(([path, file]) => {
      const bytes = readFileSync(join(DATA, file));
      return [path, (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')] as const;
    }),
  ),
);
const work = countWork(new Set(bodies.values()));
// After the counters are in place: the modules keep the functions they were loaded with.
const worker = await import('@orrery/etl-worker');
const { createLogger, createMetrics } = await import('@orrery/telemetry');

const answered = { responses: 0, bytes: 0 };
const fetcher: typeof fetch = async (address) => {
  const { pathname } = new URL(String(address));
  const body = [...bodies].find(([path]) => pathname.endsWith(path))?.[1];
  if (body === undefined) return new Response('', { status: 404 });
  answered.responses += 1;
  answered.bytes += body.length;
  const type = pathname.endsWith('.txt') ? 'text/plain' : 'application/json';
  return new Response(body, { headers: { 'content-type': type, etag: `"${answered.responses}"` } });
};

let nowMs = Date.UTC(2026, 7, 9);
const clock = { now: () => nowMs, realMs: (ms: number) => ms };
const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-'));
const logger = createLogger('bench', 'warn');
const { SINK_GROUPS } = await import('@orrery/engines');
const { openEmbeddedEngines } = await import('@orrery/engines/embedded');
const engines = await openEmbeddedEngines(join(folder, 'orrery.db'), logger);
const { queue, stream } = engines;
const sources = worker.createSources().filter(({ info }) => info.id in ANSWERS);
const running = await worker.startWorker({
  ...work.ofEngines(engines),
  sources,
  roles: ['extract', 'transform', 'sinks'],
  onlyPublisher: true,
  clock,
  logger,
  metrics: createMetrics(),
  openSession: worker.createOpenSession({
    state: work.ofStores(engines.stores).state,
    clock,
    logger,
    version: 'bench',
    contactUrl: 'http://127.0.0.1',
    nasaApiKey: 'none',
    fetcher,
  }),
  settings: { base: () => 'http://provider.invalid', nasaApiKey: 'none' },
});

async function pull(name: string): Promise<void> {
  const before = work.counts();
  const answeredBefore = { ...answered };
  for (const { info } of sources)
    await work
      .ofEngines(engines)
      .queue.add({ type: 'extract', source: info.id, dueMs: nowMs }, { id: `extract-${info.id}-${nowMs}` });
  await queue.idle(10_000);
  const lags = (): Promise<readonly number[]> =>
    Promise.all([
      stream.lag('observations', SINK_GROUPS.series),
      stream.lag('observations', SINK_GROUPS.archive),
      stream.lag('documents', SINK_GROUPS.documents),
    ]);
  while ((await lags()).some((lag) => lag > 0)) await new Promise((resolve) => setTimeout(resolve, 20));
  await queue.idle(10_000);
  const count = answered.responses - answeredBefore.responses;
  figure(`ingest_work_${name}_body`, (answered.bytes - answeredBefore.bytes) / count, 'bytes/response');
  print(name, count, before, work.counts());
}

function print(name: string, count: number, before: Work, after: Work): void {
  for (const [port, calls] of Object.entries(after.writes)) {
    const made = calls - (before.writes[port] ?? 0);
    if (made > 0) figure(`ingest_work_${name}_${port}`, made / count, 'writes/response');
  }
  const sum = ({ writes }: Work): number => Object.values(writes).reduce((total, calls) => total + calls, 0);
  figure(`ingest_work_${name}_all`, (sum(after) - sum(before)) / count, 'writes/response');
  for (const kind of ['hashed', 'compressed', 'parsed'] as const)
    figure(`ingest_work_${name}_${kind}`, (after[kind] - before[kind]) / count, 'bytes/response');
}

try {
  await pull('new');
  nowMs += CELESTRAK_INTERVAL_MS;
  await pull('again');
} finally {
  await running.stop();
  await engines.stop();
  rmSync(folder, { recursive: true, force: true });
}
