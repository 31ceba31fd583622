import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { Observation } from '@orrery/contract';
import {
  openDistributedEngines,
  openEmbeddedEngines,
  readWorkerConfig,
  SINK_GROUPS,
  startWorker,
  realClock,
  type Engines,
  type Source,
} from '@orrery/etl-worker';
import { createLogger, createMetrics } from '@orrery/telemetry';
import { figure, ROOT } from './lib/peer.ts';

/**
 * Rows a second from a raw response to the stores, end to end and by stage. A row is an observation. `--rows N` (default 200000), `--distributed`:
 * the engines of ORRERY_INFLUX_URL and so on, compared with what the same InfluxDB takes as ready-made line protocol.
 */
const rows = Number(process.argv[process.argv.indexOf('--rows') + 1]) || 200_000;
const distributed = process.argv.includes('--distributed');
const ROWS_PER_RESPONSE = 10_000;
const SERIES = ['bt', 'bz', 'speed', 'density', 'temperature'];
/** 2024 in minutes. */
const FROM_MS = Date.UTC(2024, 0, 1);
const logger = createLogger('bench', 'fatal');

/** Recorded values, so that compression and text are those of real data. */
async function recordedValues(): Promise<readonly number[]> {
  const shared = process.env['ORRERY_SHARED'] ?? join(ROOT, '..', 'shared');
  const lines = createInterface({
    input: createReadStream(join(shared, 'data/solar-wind/omni2_2024.dat.gz')).pipe(createGunzip()),
  });
  const values: number[] = [];
  for await (const line of lines) values.push(Number(line.trim().split(/\s+/)[8]));
  return values;
}

/** Sources whose answers are in memory: `time value` by line, one series an answer. */
function memorySources(values: readonly number[], run: string): readonly Source[] {
  return Array.from({ length: Math.ceil(rows / ROWS_PER_RESPONSE) }, (_, index): Source => {
    const series = `bench.${run}.${SERIES[index % SERIES.length]}`;
    const startMs = FROM_MS + Math.floor(index / SERIES.length) * ROWS_PER_RESPONSE * 60_000;
    const id = `bench-${run}-${index}`;
    return {
      provider: 'computed',
      info: {
        id,
        title: id,
        publisher: 'bench',
        terms: '',
        address: '',
        cadenceMs: 1e12,
        politeness: '',
        naturalKey: '',
        provides: [],
      },
      async extract() {
        const body = Array.from(
          { length: ROWS_PER_RESPONSE },
          (_row, i) => `${startMs + i * 60_000} ${values[i % values.length]}`,
        ).join('\n');
        return [{ url: `memory:${id}`, status: 200, headers: {}, body, retrievedAtMs: Date.now() }];
      },
      transform: ({ body, retrievedAtMs }) => ({
        records: body.split('\n').map((line): Observation => {
          const [time, value] = line.split(' ');
          return { kind: 'observation', series, timeMs: Number(time), value: Number(value), revision: 'nowcast', source: id, retrievedAtMs };
        }),
        rejects: [], complete: true, claimed: null, gaps: [],
      }), // prettier-ignore
    };
  });
}

/** Milliseconds until the condition holds. */
async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function measure(engines: Engines, sources: readonly Source[], name: string): Promise<void> {
  const total = sources.length * ROWS_PER_RESPONSE;
  const metrics = createMetrics();
  const stage = async (label: string): Promise<number> =>
    (await metrics.pipelineRecords.get()).values
      .filter(({ labels }) => labels.stage === label)
      .reduce((sum, { value }) => sum + value, 0);
  const common = {
    ...engines,
    sources,
    clock: realClock,
    logger,
    metrics,
    settings: { base: () => '', nasaApiKey: '', sites: [] },
  };
  const openSession = () => ({ request: async () => null, commit: async () => undefined });
  const startedMs = performance.now();
  const worker = await startWorker({ ...common, openSession });
  const ends = new Map<string, number>();
  const labels = ['transformed', 'published', 'series', 'archive'];
  await until(async () => {
    for (const label of labels)
      if (!ends.has(label) && (await stage(label)) >= total) ends.set(label, performance.now() - startedMs);
    return labels.every((label) => ends.has(label));
  });
  await until(async () => (await engines.stream.lag('observations', SINK_GROUPS.series)) === 0);
  const seconds = (performance.now() - startedMs) / 1000;
  for (const [label, ms] of ends) figure(`ingest_${name}_until_${label}`, total / (ms / 1000), 'rows/s');
  figure(`ingest_${name}_end_to_end`, total / seconds, 'rows/s');
  figure(`ingest_${name}_rss`, process.memoryUsage().rss / 2 ** 20, 'MB');
  await worker.stop();
}

/** What InfluxDB takes when nobody has to make the lines: the ceiling. */
async function influxCeiling(values: readonly number[], run: string): Promise<void> {
  const { influxUrl, influxToken, influxOrg, influxBucket } = readWorkerConfig(process.env);
  const bodies = Array.from({ length: Math.ceil(rows / ROWS_PER_RESPONSE) }, (_, index) =>
    Array.from({ length: ROWS_PER_RESPONSE }, (_row, i) => {
      const timeMs = FROM_MS + (Math.floor(index / SERIES.length) * ROWS_PER_RESPONSE + i) * 60_000;
      return `ceiling,series=ceiling.${run}.${SERIES[index % SERIES.length]},revision=nowcast value=${values[i % values.length]} ${timeMs}`;
    }).join('\n'),
  );
  const url = `${influxUrl}/api/v2/write?org=${influxOrg}&bucket=${influxBucket}&precision=ms`;
  const startedMs = performance.now();
  for (const body of bodies) {
    const response = await fetch(url, { method: 'POST', body, headers: { authorization: `Token ${influxToken}` } });
    if (!response.ok) throw new Error(`InfluxDB answered ${response.status}: ${await response.text()}`);
  }
  figure(
    'ingest_influx_ceiling',
    (bodies.length * ROWS_PER_RESPONSE) / ((performance.now() - startedMs) / 1000),
    'rows/s',
  );
}

const values = await recordedValues();
const run = String(Date.now());
const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-'));
const engines = distributed
  ? await openDistributedEngines(readWorkerConfig(process.env), logger)
  : await openEmbeddedEngines(join(folder, 'orrery.db'), logger);
try {
  if (distributed) await influxCeiling(values, run);
  await measure(engines, memorySources(values, run), distributed ? 'distributed' : 'embedded');
} finally {
  await engines.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
