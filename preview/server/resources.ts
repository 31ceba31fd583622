import { messageOf } from '@orrery/contract';
import type { Request, Response } from 'express';
import type { PluginClient, PluginContext } from './grpc.ts';

export interface HealthAnswer {
  readonly status: string;
  readonly message: string;
  readonly details?: unknown;
}

export async function checkThroughPlugin(client: PluginClient, context: PluginContext): Promise<HealthAnswer> {
  try {
    const { status, message, jsonDetails } = await client.checkHealth(context);
    const details: unknown = jsonDetails.length > 0 ? JSON.parse(jsonDetails.toString('utf8')) : undefined;
    return { status, message, ...(details === undefined ? {} : { details }) };
  } catch (error) {
    return {
      status: 'ERROR',
      message: `The Go plugin failed: ${messageOf(error)}`,
    };
  }
}

/** What the plugin's health check would find, asked of the service itself. */
export async function checkDirectly(serviceUrl: string): Promise<HealthAnswer> {
  try {
    const response = await fetch(`${serviceUrl}/readyz`);
    if (response.ok)
      return { status: 'OK', message: `The Orrery service at ${serviceUrl} is ready (asked without the Go plugin).` };
    return {
      status: 'ERROR',
      message: `The Orrery service at ${serviceUrl} answers, but is not ready (${response.status}).`,
    };
  } catch {
    return { status: 'ERROR', message: `The Orrery service at ${serviceUrl} does not answer. Is it running?` };
  }
}

/** Headers that belong to one connection and are not passed on. */
const HOP_HEADERS = new Set(['connection', 'transfer-encoding', 'content-length', 'content-encoding', 'keep-alive']);

function bodyOf(req: Request): Buffer {
  return req.method === 'GET' || req.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(req.body));
}

/** Path with its query, without the part that names the data source. */
function withQuery(path: string, req: Request): string {
  const at = req.originalUrl.indexOf('?');
  return at < 0 ? path : path + req.originalUrl.slice(at);
}

/** `CallResource` of the plugin; the answer may come in parts, of which the first has the status and headers. */
export function resourceThroughPlugin(
  client: PluginClient,
  pluginContext: PluginContext,
  path: string,
  req: Request,
  res: Response,
): Promise<void> {
  return new Promise((resolve) => {
    const headers = Object.entries(req.headers)
      .filter(([name]) => name === 'content-type' || name.startsWith('accept') || name.startsWith('if-'))
      .map(([name, value]) => [name, { values: ([] as string[]).concat(value ?? []) }] as const);
    const parts = client.callResource({
      pluginContext,
      path,
      url: withQuery(path, req),
      method: req.method,
      headers: Object.fromEntries(headers),
      body: bodyOf(req),
    });
    res.once('close', () => parts.cancel());
    parts.on('data', (part: { code: number; headers: Record<string, { values: string[] }>; body: Buffer }) => {
      if (!res.headersSent) {
        res.status(part.code || 200);
        for (const [name, { values }] of Object.entries(part.headers)) {
          if (!HOP_HEADERS.has(name.toLowerCase())) res.setHeader(name, values);
        }
      }
      res.write(part.body);
    });
    parts.on('end', () => resolve(void res.end()));
    parts.on('error', (error) => {
      if (!res.headersSent) res.status(502).json({ message: `The Go plugin failed: ${error.message}` });
      resolve(void res.end());
    });
  });
}

/** The same route of the service itself; the plugin forwards resources to `/api/v1/`. */
export async function resourceDirectly(serviceUrl: string, path: string, req: Request, res: Response): Promise<void> {
  try {
    const answer = await fetch(`${serviceUrl}/api/v1/${withQuery(path, req)}`, {
      method: req.method,
      ...(req.method === 'GET'
        ? {}
        : { body: new Uint8Array(bodyOf(req)), headers: { 'content-type': 'application/json' } }),
    });
    res.status(answer.status).type(answer.headers.get('content-type') ?? 'application/json');
    res.send(Buffer.from(await answer.arrayBuffer()));
  } catch {
    res.status(502).json({ message: `The Orrery service at ${serviceUrl} does not answer. Is it running?` });
  }
}
