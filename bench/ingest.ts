/**
 * Rows a second from a raw response to the stores, end to end and by stage, embedded and on servers, against what the
 * same InfluxDB takes as ready line protocol; growth with workers; memory. `npm run bench -- ingest [--only
 * embedded|distributed] [--rows N] [--workers 1,2,4] [--points N]`: `--rows` of each measurement (default 3,000,000:
 * the first million warms engines and compilers up), `--workers` processes of the growth, `--points` instead of all
 * that measures memory over so many rows.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { influxCeiling } from './ingest/ceiling.ts';
import { endToEnd, memory, stages, type Place } from './ingest/measure.ts';
import { ownPlaces } from './ingest/places.ts';
import { recordedValues } from './ingest/sources.ts';
import { figure } from './lib/peer.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    rows: { type: 'string', default: '3000000' },
    workers: { type: 'string', default: '1,2,4' },
    points: { type: 'string' },
  },
});
const rows = Number(options.rows);
const points = options.points === undefined ? null : Number(options.points);
const wants = (mode: string): boolean => options.only === undefined || options.only === mode;

async function embedded(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-'));
  const place = (name: string): Place => ({ file: join(folder, `${name}.db`), environment: {} });
  try {
    if (points !== null) return await memory('ingest_embedded', place('memory'), points);
    await stages('ingest_embedded', place('stages'), rows);
    await endToEnd('ingest_embedded', place('flow'), rows, 1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function distributed(): Promise<void> {
  const place = async (): Promise<Place> => ({ file: null, environment: await ownPlaces() });
  if (points !== null) return memory('ingest_distributed', await place(), points);
  await stages('ingest_distributed', await place(), rows);
  const values = await recordedValues();
  await toInflux(await place(), values);
  for (const workers of options.workers.split(',').map(Number)) {
    const here = await place();
    const before = await influxCeiling(here.environment, values, rows);
    const name = `ingest_distributed_workers_${workers}`;
    const reached = await endToEnd(name, here, rows, workers);
    // Before and after, for what else the machine does changes from minute to minute.
    const ceiling = (before + (await influxCeiling(here.environment, values, rows))) / 2;
    figure(`${name}_influx_ceiling`, ceiling, 'rows/s');
    figure(`${name}_of_ceiling_influx`, reached.series / ceiling, 'ratio');
    figure(`${name}_of_ceiling_end_to_end`, reached.all / ceiling, 'ratio');
  }
}

/** The way to InfluxDB alone, as where the sink of the archive and PostgreSQL are on another machine. */
async function toInflux(place: Place, values: readonly number[]): Promise<void> {
  const before = await influxCeiling(place.environment, values, rows);
  const { series } = await endToEnd('ingest_distributed_influx_only', place, rows, 1, ['series']);
  const ceiling = (before + (await influxCeiling(place.environment, values, rows))) / 2;
  figure('ingest_distributed_influx_only_ceiling', ceiling, 'rows/s');
  figure('ingest_distributed_influx_only_of_ceiling', series / ceiling, 'ratio');
}

if (wants('embedded')) await embedded();
if (wants('distributed')) await distributed();
