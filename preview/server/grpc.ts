import { credentials, loadPackageDefinition, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** Messages of backend.proto, only the fields that are used; 64-bit integers travel as decimal strings. */
export interface PluginContext {
  readonly orgId: string;
  readonly pluginId: string;
  readonly pluginVersion: string;
  readonly user: { readonly login: string; readonly name: string; readonly email: string; readonly role: string };
  readonly dataSourceInstanceSettings: {
    readonly id: string;
    readonly uid: string;
    readonly name: string;
    readonly url: string;
    readonly jsonData: Buffer;
    readonly decryptedSecureJsonData: Readonly<Record<string, string>>;
    readonly lastUpdatedMS: string;
  };
}

export interface DataQueryMessage {
  readonly refId: string;
  readonly queryType: string;
  readonly maxDataPoints: string;
  readonly intervalMS: string;
  readonly timeRange: { readonly fromEpochMS: string; readonly toEpochMS: string };
  readonly json: Buffer;
}

export interface QueryDataRequest {
  readonly pluginContext: PluginContext;
  readonly headers: Readonly<Record<string, string>>;
  readonly queries: readonly DataQueryMessage[];
  /** The SDK marshals frames as Grafana's JSON where asked to; the default is Arrow. */
  readonly format: 'JSON';
}

export interface DataResponseMessage {
  readonly frames: readonly Buffer[];
  readonly error: string;
  readonly status: number;
  readonly errorSource: string;
}

export interface QueryDataResponse {
  readonly responses: Readonly<Record<string, DataResponseMessage>>;
}

export interface HealthResponse {
  readonly status: 'UNKNOWN' | 'OK' | 'ERROR';
  readonly message: string;
  readonly jsonDetails: Buffer;
}

export interface ResourceRequest {
  readonly pluginContext: PluginContext;
  readonly path: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, { readonly values: readonly string[] }>>;
  readonly body: Buffer;
}

export interface ResourcePart {
  readonly code: number;
  readonly headers: Readonly<Record<string, { readonly values: readonly string[] }>>;
  readonly body: Buffer;
}

export interface PluginClient {
  readonly queryData: (request: QueryDataRequest, signal: AbortSignal) => Promise<QueryDataResponse>;
  readonly checkHealth: (context: PluginContext) => Promise<HealthResponse>;
  readonly callResource: (request: ResourceRequest) => ClientReadableStream<ResourcePart>;
  readonly close: () => void;
}

type Unary = (request: object, done: (error: ServiceError | null, answer: unknown) => void) => { cancel: () => void };
type Streaming = (request: object) => ClientReadableStream<ResourcePart>;
type Client = { readonly close: () => void } & Readonly<Record<string, unknown>>;
type ClientClass = new (address: string, credentials: object, options: object) => Client;

/** A client of the three plugin services that the preview needs, over one address. */
export function connectPlugin(protoPath: string, address: string): PluginClient {
  const definition = loadSync(protoPath, { keepCase: true, longs: String, enums: String, defaults: true });
  const services = loadPackageDefinition(definition)['pluginv2'] as unknown as Record<string, ClientClass>;
  const options = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };
  const open = (name: string): Client => {
    const Service = services[name];
    if (!Service) throw new Error(`backend.proto has no service ${name}`);
    return new Service(address, credentials.createInsecure(), options);
  };
  const [data, diagnostics, resource] = [open('Data'), open('Diagnostics'), open('Resource')];
  return {
    queryData: (request, signal) => unary<QueryDataResponse>(data, 'QueryData', request, signal),
    checkHealth: (pluginContext) => unary<HealthResponse>(diagnostics, 'CheckHealth', { pluginContext, headers: {} }),
    callResource: (request) => (resource['CallResource'] as Streaming).call(resource, request),
    close: () => [data, diagnostics, resource].forEach((client) => client.close()),
  };
}

function unary<T>(client: Client, method: string, request: object, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = (client[method] as Unary).call(client, request, (error, answer) =>
      error ? reject(error) : resolve(answer as T),
    );
    signal?.addEventListener('abort', () => call.cancel(), { once: true });
  });
}
