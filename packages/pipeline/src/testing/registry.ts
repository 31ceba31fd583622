import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestRegistry {
  readonly host: string;
  readonly seen: readonly { readonly path: string; readonly authorization: string | undefined }[];
  /** Registered schemas; the first has the id 1. */
  readonly schemas: readonly string[];
  stop(): void;
}

/** A registry of the two calls that are used; `refuse` answers a path with a status first. */
export async function startTestRegistry(
  refuse: (path: string) => number | undefined = () => undefined,
): Promise<TestRegistry> {
  const schemas: string[] = [];
  const seen: { path: string; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const path = `${request.method} ${request.url}`;
    seen.push({ path, authorization: request.headers.authorization });
    const answer = (status: number, body: object) =>
      response
        .writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' })
        .end(JSON.stringify(body));
    const status = refuse(path);
    if (status) {
      request.resume();
      return void answer(status, { error_code: status, message: 'refused' });
    }
    const id = /^GET .*\/schemas\/ids\/(\d+)$/.exec(path)?.[1];
    if (id) {
      const schema = schemas[Number(id) - 1];
      return void (schema ? answer(200, { schema }) : answer(404, { error_code: 40403, message: 'Schema not found' }));
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { schema } = JSON.parse(body) as { schema: string };
      if (!schemas.includes(schema)) schemas.push(schema);
      answer(200, { id: schemas.indexOf(schema) + 1 });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, seen, schemas, stop: () => server.close() };
}
