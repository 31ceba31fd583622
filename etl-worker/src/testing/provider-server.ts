import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A real HTTP server on this machine that plays a provider; `asked` is what it was asked, in order. */
export interface ProviderServer {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** How many requests were open at the same time, at the most. */
  readonly mostAtOnce: () => number;
  stop(): Promise<void>;
}

export async function startProviderServer(
  answer: (response: ServerResponse, asked: Asked, n: number) => void,
): Promise<ProviderServer> {
  const asked: Asked[] = [];
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    const one = { url: request.url ?? '', headers: request.headers };
    asked.push(one);
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => (open -= 1));
    answer(response, one, asked.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    mostAtOnce: () => most,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
