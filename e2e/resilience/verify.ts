import { parseArgs } from 'node:util';
import { STATE, type StreamRecord } from '@orrery/contract';
import { createLogger } from '@orrery/telemetry';
import { openEngines, type Engines } from './engines.ts';
import { bodyOf, slicesOf } from './slices.ts';
import { transformSlice } from './sources.ts';

/** Compares what the stores hold with what was recorded, key by key, and prints the counts as one line of JSON. */
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '' },
    windows: { type: 'string', default: '1' },
    store: { type: 'string', default: '' },
  },
});
const slices = slicesOf(values.data, Number(values.windows));
const expected = slices.flatMap((slice) => transformSlice(slice.id, { body: bodyOf(slice), retrievedAtMs: 0 }));
const engines = await openEngines(values.store, createLogger('verify', 'fatal'));
const problems: string[] = [];
let [lost, doubled] = [0, 0];

const report = { keys: 0, lost: 0, doubled: 0, quarantined: 0, injected: 0, stuck: 0, problems };
const records = expected.flatMap((result) => result.records);
report.keys = records.length;
for (const [series, points] of bySeries(records)) await verifySeries(engines, series, points);
await verifyDocuments(engines, records);
await verifyQuarantine(engines);
await verifyJobs(engines);
process.stdout.write(`${JSON.stringify({ ...report, lost, doubled, problems: problems.slice(0, 10) })}\n`);
await engines.queue.stop();
await engines.stream.stop();
await engines.stop();
process.exit(0);

function bySeries(all: readonly StreamRecord[]): ReadonlyMap<string, ReadonlyMap<number, number | null>> {
  const series = new Map<string, Map<number, number | null>>();
  for (const record of all) {
    if (record.kind !== 'observation') continue;
    const points = series.get(record.series) ?? new Map<number, number | null>();
    series.set(record.series, points.set(record.timeMs, record.value));
  }
  return series;
}

async function verifySeries(
  { stores }: Engines,
  series: string,
  points: ReadonlyMap<number, number | null>,
): Promise<void> {
  const from = Math.min(...points.keys());
  const to = Math.max(...points.keys());
  const kept = {
    series: [await stores.series.read(series, from, to), await stores.series.count(series)],
    archive: [await stores.archive.history(series, from, to), await stores.archive.count(series)],
  } as const;
  for (const [store, [read, count]] of Object.entries(kept)) {
    const found = new Map(read.map(({ timeMs, value }) => [timeMs, value]));
    for (const [timeMs, value] of points) {
      if (found.has(timeMs) && found.get(timeMs) === value) continue;
      lost += 1;
      problems.push(`${store} ${series} ${new Date(timeMs).toISOString()}: ${found.get(timeMs)} instead of ${value}`);
    }
    const more = Math.max(read.length - found.size, count - points.size, 0);
    doubled += more;
    if (more > 0) problems.push(`${store} ${series}: ${count} points kept, ${points.size} expected`);
  }
  // A summary that counted a point twice has too many of them.
  const days = await stores.archive.summaries(series, 'day', from - 86_400_000, to);
  const counted = days.reduce((sum, { n }) => sum + n, 0);
  const valued = [...points.values()].filter((value) => value !== null).length;
  if (counted > valued) doubled += counted - valued;
  if (counted < valued) lost += valued - counted;
  if (counted !== valued) problems.push(`summaries of ${series} hold ${counted} values, ${valued} expected`);
}

async function verifyDocuments({ stores }: Engines, all: readonly StreamRecord[]): Promise<void> {
  const wanted = new Map(
    all.flatMap((record) => (record.kind === 'document' ? [[record.id, record.body] as const] : [])),
  );
  const kept = await stores.documents.find('outlook', { limit: wanted.size + 1000 });
  const found = new Map(kept.map(({ id, body }) => [id, body]));
  for (const [id, body] of wanted) {
    if (found.get(id) === body) continue;
    lost += 1;
    problems.push(`document ${id} is missing or different`);
  }
  doubled += kept.length - found.size + Math.max(0, (await stores.documents.count('outlook')) - wanted.size);
}

async function verifyQuarantine({ stores }: Engines): Promise<void> {
  const injected = new Set(slices.flatMap(({ id, bad }) => bad.map((line) => `${id} ${line}`)));
  const kept = await stores.quarantine.list({ limit: injected.size + 1000 });
  const set = new Set(kept.map(({ source, raw }) => `${source} ${raw}`));
  report.injected = injected.size;
  report.quarantined = [...set].filter((entry) => injected.has(entry)).length;
  const strange = kept.length - report.quarantined;
  doubled += strange;
  if (strange > 0) problems.push(`${strange} records in quarantine that were not injected, or twice`);
}

async function verifyJobs({ queue, stores }: Engines): Promise<void> {
  for (const type of ['extract', 'transform', 'publish'] as const) {
    const { waiting, active, delayed, failed } = await queue.counts(type);
    report.stuck += waiting + active + delayed + failed;
    if (waiting + active + delayed + failed > 0)
      problems.push(`${type}: ${waiting} waiting, ${active} active, ${delayed} delayed, ${failed} failed`);
  }
  const runs = await stores.state.list(STATE.runs.under(), slices.length + 1000);
  const open =
    runs.filter(({ value }) => STATE.runs.fit(value)?.outcome !== 'loaded').length +
    Math.abs(slices.length - runs.length);
  report.stuck += open;
  if (open > 0) problems.push(`${open} runs did not end well or are missing`);
}
