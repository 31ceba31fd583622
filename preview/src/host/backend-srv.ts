import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { lastValueFrom, Observable } from 'rxjs';

function address({ url, params }: BackendSrvRequest): string {
  const full = new URL(url.startsWith('/') ? url : `/${url}`, window.location.origin);
  for (const [name, value] of Object.entries((params ?? {}) as Record<string, unknown>)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) full.searchParams.append(name, String(one));
    }
  }
  return full.toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function send<T>(config: BackendSrvRequest, signal: AbortSignal): Promise<FetchResponse<T>> {
  const hasBody = config.data !== undefined && config.method !== undefined && config.method !== 'GET';
  const response = await fetch(address(config), {
    method: config.method ?? 'GET',
    headers: {
      accept: 'application/json',
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...config.headers,
    },
    ...(hasBody ? { body: JSON.stringify(config.data) } : {}),
    signal,
  });
  const data = parse(await response.text());
  const { status, statusText, ok, headers, redirected, type, url } = response;
  if (!ok) throw { status, statusText, data, config } satisfies FetchError;
  return { data: data as T, status, statusText, ok, headers, redirected, type, url, config };
}

/** One request as an observable; unsubscribing aborts it. Errors are Grafana's FetchError. */
function fetchObservable<T>(config: BackendSrvRequest): Observable<FetchResponse<T>> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    send<T>(config, controller.signal).then(
      (answer) => {
        subscriber.next(answer);
        subscriber.complete();
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        const unreachable = {
          status: 502,
          statusText: 'Bad Gateway',
          data: { message: 'The preview server does not answer' },
          config,
        };
        subscriber.error(error instanceof TypeError ? unreachable : error);
      },
    );
    return () => controller.abort();
  });
}

const request = async <T>(config: BackendSrvRequest): Promise<T> =>
  (await lastValueFrom(fetchObservable<T>(config))).data;

/** The part of Grafana's HTTP client that plugins and scenes use, on the browser's own fetch. */
export function createBackendSrv(): BackendSrv {
  const withMethod =
    (method: string) =>
    <T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> =>
      request<T>({ ...options, url, method, data });
  return {
    get: (url, params, _requestId, options) =>
      request({ ...options, url, params: params as Record<string, unknown>, method: 'GET' }),
    delete: withMethod('DELETE'),
    post: withMethod('POST'),
    put: withMethod('PUT'),
    patch: withMethod('PATCH'),
    request,
    datasourceRequest: (config) => lastValueFrom(fetchObservable(config)),
    fetch: fetchObservable,
    chunked: () => {
      throw new Error('The preview does not offer chunked requests');
    },
  };
}
