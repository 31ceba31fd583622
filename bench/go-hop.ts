/**
 * The cost of the Go hop: a 10,000-point query straight to the service, and the same through the plugin's Go backend
 * over gRPC. The peer is the direct call in the same run, rounds alternating.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  binaryName,
  connectPlugin,
  ensureProto,
  startGoProcess,
  type PluginClient,
  type QueryDataRequest,
} from '@orrery/preview/server';
import { figure, median, ROOT } from './lib/peer.ts';
import { withService } from './lib/service.ts';

const POINTS = 10_000;
const ROUNDS = 25;
const WARM_UP = 5;
const FROM_MS = Date.UTC(2026, 0, 1);
const TO_MS = Date.UTC(2027, 0, 1);
const QUERY = { refId: 'A', queryType: 'ephemeris', bodies: ['mars'], quantities: ['distance'] };

async function direct(url: string): Promise<number> {
  const body = JSON.stringify({ from: FROM_MS, to: TO_MS, maxDataPoints: POINTS - 1, queries: [QUERY] });
  // Uncompressed, as a client on the same machine would ask.
  const headers = { 'content-type': 'application/json', 'accept-encoding': 'identity' };
  const answer = await (await fetch(`${url}/api/v1/query`, { method: 'POST', headers, body })).text();
  return answer.length;
}

async function throughGo(
  client: PluginClient,
  url: string,
  format: QueryDataRequest['format'] | 'ARROW',
): Promise<number> {
  const context = {
    orgId: '1',
    pluginId: 'orrery-space-datasource',
    pluginVersion: '0.1.0',
    user: { login: 'bench', name: 'bench', email: '', role: 'Viewer' },
    dataSourceInstanceSettings: {
      id: '1',
      uid: 'bench',
      name: 'bench',
      url,
      jsonData: Buffer.from(JSON.stringify({ url })),
      decryptedSecureJsonData: {},
      lastUpdatedMS: '0',
    },
  };
  const query = {
    refId: 'A',
    queryType: '',
    maxDataPoints: String(POINTS - 1),
    intervalMS: '1',
    timeRange: { fromEpochMS: String(FROM_MS), toEpochMS: String(TO_MS) },
    json: Buffer.from(JSON.stringify(QUERY)),
  };
  const request = { pluginContext: context, headers: {}, queries: [query], format } as QueryDataRequest;
  const { responses } = await client.queryData(request, new AbortController().signal);
  const { error, frames } = responses['A'] ?? { error: 'no answer', frames: [] };
  if (error) throw new Error(error);
  return frames.reduce((bytes, frame) => bytes + frame.length, 0);
}

async function timed(work: () => Promise<number>): Promise<number> {
  const startedMs = performance.now();
  if ((await work()) < POINTS) throw new Error('An answer of fewer bytes than points is no answer.');
  return performance.now() - startedMs;
}

async function main(url: string): Promise<void> {
  const plugin = join(ROOT, 'plugin-datasource');
  const binary = join(plugin, 'dist', binaryName('gpx_orrery_space_datasource'));
  if (!existsSync(binary)) throw new Error('The Go backend is not built: run `npm test -- build go` first.');
  const proto = await ensureProto(plugin, join(ROOT, '.cache'));
  const child = await startGoProcess(binary, () => undefined);
  const client = connectPlugin(proto, child.address);
  try {
    const ways = {
      direct: () => direct(url),
      goJson: () => throughGo(client, url, 'JSON'),
      goArrow: () => throughGo(client, url, 'ARROW'),
    };
    const times: Record<keyof typeof ways, number[]> = { direct: [], goJson: [], goArrow: [] };
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      for (const way of Object.keys(ways) as (keyof typeof ways)[]) {
        const ms = await timed(ways[way]);
        if (round >= WARM_UP) times[way].push(ms);
      }
    }
    const ms = { direct: median(times.direct), goJson: median(times.goJson), goArrow: median(times.goArrow) };
    figure('go-hop.points', POINTS, 'points');
    figure('go-hop.direct', ms.direct, 'ms');
    figure('go-hop.through-go.json', ms.goJson, 'ms');
    figure('go-hop.through-go.arrow', ms.goArrow, 'ms');
    figure('go-hop.cost.json', ms.goJson - ms.direct, 'ms');
    figure('go-hop.cost.arrow', ms.goArrow - ms.direct, 'ms');
    figure('go-hop.ratio.json', ms.goJson / ms.direct, 'x');
  } finally {
    client.close();
    await child.stop();
  }
}

await withService(main);
