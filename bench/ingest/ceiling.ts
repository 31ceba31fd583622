import { responseAt, ROWS_PER_RESPONSE, rowsFrom } from './sources.ts';

/**
 * Rows a second that the InfluxDB of the places takes when nobody has to make the lines: requests of 10,000 lines of
 * ready line protocol, one after the other, into the same bucket.
 */
export async function influxCeiling(
  places: Readonly<Record<string, string>>,
  values: readonly number[],
  rows: number,
): Promise<number> {
  const { ORRERY_INFLUX_URL: url, ORRERY_INFLUX_BUCKET: bucket, ORRERY_INFLUX_ORG: org } = places;
  const bodies = Array.from({ length: Math.ceil(rows / ROWS_PER_RESPONSE) }, (_, index) => {
    const { series, startMs } = responseAt('ceiling', index);
    return rowsFrom(startMs, values)
      .map(([timeMs, value]) => `ceiling,revision=nowcast,series=${series} value=${value} ${timeMs}`)
      .join('\n');
  });
  const address = `${url}/api/v2/write?org=${org}&bucket=${bucket}&precision=ms`;
  const startedMs = performance.now();
  for (const body of bodies) {
    const headers = { authorization: `Token ${places['ORRERY_INFLUX_TOKEN']}` };
    const response = await fetch(address, { method: 'POST', body, headers });
    if (!response.ok) throw new Error(`InfluxDB answered ${response.status}: ${await response.text()}`);
  }
  return (bodies.length * ROWS_PER_RESPONSE) / ((performance.now() - startedMs) / 1000);
}
