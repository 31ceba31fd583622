import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startReplayServer, type Faults, type ReplayServer } from '@orrery/app/simulation';
import { COLLECTIONS } from '@orrery/contract';
import {
  createOpenSession,
  createSources,
  seriesCatalog,
  startWorker,
  type Clock,
  type Source,
} from '@orrery/etl-worker';
import { SINK_GROUPS } from '@orrery/engines';
import { createLogger, createMetrics } from '@orrery/telemetry';
import { openEngines, type Engines } from './engines.ts';

const HELP = `Fault test

  npm run fault-test -- [--responses 1000] [--seed 1] [--distributed]

  --distributed   on InfluxDB, PostgreSQL, MongoDB, Redis and Kafka; left out: on one database file
`;
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '' },
    responses: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    distributed: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
/** Every fault, two answers in five without one. */
const FAULTS: Faults = {
  '429': 0.08,
  '500': 0.08,
  timeout: 0.06,
  truncate: 0.08,
  garbage: 0.06,
  reorder: 0.12,
  duplicate: 0.12,
};
const FROM_MS = Date.UTC(2024, 4, 6, 12);
const STEP_MS = 3 * 3_600_000;
/**
 * Last pull of a run, without faults: long after, so that no pause is left, and within the shortest window, so that no
 * minute falls between.
 */
const CALM_MS = 12 * 3_600_000;
const responses = Number(values.responses);
const logger = createLogger('fault-test', 'silent');

/** A clock that stands until someone waits: pauses between attempts cost no time, and the rules about them are kept. */
function createHandClock(): Clock & { advance(ms: number): void } {
  let nowMs = FROM_MS;
  return { now: () => nowMs, realMs: (spanMs) => spanMs, advance: (ms) => void (nowMs += Math.ceil(ms)) };
}

interface Outcome {
  readonly dump: ReadonlyMap<string, string>;
  readonly quarantine: readonly string[];
  readonly garbage: number;
  readonly answered: number;
  readonly faults: string;
  readonly failed: number;
  readonly steps: number;
}

/** Settings of the servers' places for the run with faults and for the other; none where it is embedded. */
const PLACES = JSON.parse(process.env['ORRERY_FAULT_TEST_PLACES'] ?? '[]') as readonly Record<string, string>[];

async function run(faults: Faults, steps: number | null): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-faults-'));
  Object.assign(process.env, PLACES[steps === null ? 0 : 1]);
  const clock = createHandClock();
  const server = await startReplayServer({ folder: values.data, clock, seed: Number(values.seed), hangMs: 100 });
  const engines = await openEngines(values.distributed ? '' : join(folder, 'orrery.db'), logger);
  const sources = createSources(
    server.satelliteGroups.filter((group) => group !== 'active' && group !== 'starlink'),
  ).filter(({ provider }) => provider !== null);
  const { stores } = engines;
  const sleep = async (ms: number): Promise<void> => clock.advance(ms);
  const worker = await startWorker({
    ...engines,
    sources,
    clock,
    logger,
    metrics: createMetrics(),
    roles: ['extract', 'transform', 'sinks'],
    onlyPublisher: !values.distributed,
    openSession: createOpenSession({
      state: stores.state,
      clock,
      logger,
      version: 'test',
      contactUrl: 'http://127.0.0.1',
      nasaApiKey: 'key',
      sleep,
    }),
    settings: { base: server.base, nasaApiKey: 'key' },
  });
  // CelesTrak is asked once, without faults: its rule is to stop at any of them, which a test of its own shows.
  server.setFaults({});
  await pull(
    engines,
    sources.filter(({ provider }) => provider?.id === 'celestrak'),
    clock.now(),
  );
  const others = sources.filter(({ provider }) => provider?.id !== 'celestrak');
  server.setFaults(faults);
  let step = 0;
  for (; steps === null ? server.answered() < responses : step < steps; step += 1) {
    await pull(engines, others, clock.now());
    clock.advance(STEP_MS);
  }
  server.setFaults({});
  clock.advance(Math.max(0, FROM_MS + step * STEP_MS + CALM_MS - clock.now()));
  await pull(engines, others, clock.now());
  const outcome = await outcomeOf(engines, sources, server, step);
  await worker.stop();
  await engines.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  return outcome;
}

async function pull({ queue, stream }: Engines, sources: readonly Source[], dueMs: number): Promise<void> {
  for (const { info } of sources)
    await queue.add(
      { type: 'extract', source: info.id, dueMs },
      { id: `extract-${info.id}-${dueMs}`, attempts: 3, backoffMs: 5 },
    );
  await queue.idle(60_000);
  const lag = async (): Promise<number> =>
    (await stream.lag('observations', SINK_GROUPS.series)) +
    (await stream.lag('observations', SINK_GROUPS.archive)) +
    (await stream.lag('documents', SINK_GROUPS.documents));
  // Offsets that the server does not tell just now are asked again.
  while ((await lag().catch(() => 1)) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await queue.idle(60_000);
}

async function outcomeOf(
  { stores, queue }: Engines,
  sources: readonly Source[],
  server: ReplayServer,
  steps: number,
): Promise<Outcome> {
  const dump = new Map<string, string>();
  for (const { id } of seriesCatalog(sources)) {
    for (const { timeMs, value, revision } of await stores.series.read(id, -8e15, 8e15))
      dump.set(`${id} ${timeMs} ${revision}`, String(value));
    dump.set(`count of ${id}`, `${await stores.series.count(id)} ${await stores.archive.count(id)}`);
  }
  for (const collection of COLLECTIONS) {
    for (const { id, body, linked } of await stores.documents.find(collection, {}))
      dump.set(`${collection} ${id}`, `${body} ${linked.join()}`);
    dump.set(`count of ${collection}`, String(await stores.documents.count(collection)));
  }
  const kept = await stores.quarantine.list({ limit: 100_000 });
  return {
    dump,
    quarantine: kept.map(({ source, raw }) => `${source} ${raw}`),
    garbage: server.done.get('garbage') ?? 0,
    answered: server.answered(),
    faults: [...server.done].map(([name, count]) => `${name} ${count}`).join(', '),
    failed: (await queue.counts('transform')).failed + (await queue.counts('publish')).failed,
    steps,
  };
}

const faulty = await run(FAULTS, null);
process.stdout.write(`${faulty.answered} responses in ${faulty.steps} pulls of all sources; ${faulty.faults}\n`);
const calm = await run({}, faulty.steps);
const different = [...calm.dump].filter(([key, value]) => faulty.dump.get(key) !== value);
const lost = different.filter(([key]) => !key.startsWith('count of')).length;
const added = [...faulty.dump.keys()].filter((key) => !calm.dump.has(key)).length;
const doubled = added + different.filter(([key]) => key.startsWith('count of')).length;
const injected = new Set(faulty.quarantine.filter((entry) => entry.includes('proxy error'))).size;
const strange = faulty.quarantine.filter((entry) => !entry.includes('proxy error') && !calm.quarantine.includes(entry));
for (const [key, value] of different.slice(0, 5))
  process.stdout.write(`  ${key}: ${faulty.dump.get(key)?.slice(0, 80)} instead of ${value.slice(0, 80)}\n`);
for (const entry of strange.slice(0, 5)) process.stdout.write(`  in quarantine: ${entry.slice(0, 160)}\n`);
process.stdout.write(
  `${calm.dump.size} keys of the run without faults, ${faulty.failed} transforms or publications failed\n`,
);
process.stdout.write(
  `lost ${lost} doubled ${doubled + strange.length} quarantined ${injected} of ${faulty.garbage} injected\n`,
);
process.exit(
  lost === 0 && doubled === 0 && strange.length === 0 && injected === faulty.garbage && faulty.failed === 0 ? 0 : 1,
);
