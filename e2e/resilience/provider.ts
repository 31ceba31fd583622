import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyOf, slicesOf } from './slices.ts';

/** Serves the slices with validators: an answer that is lost after its ETag was noted would never come again. */
const [dataFolder = '', windows = '1'] = process.argv.slice(2);
const bodies = new Map(slicesOf(dataFolder, Number(windows)).map((slice) => [`/slices/${slice.id}`, bodyOf(slice)]));
const server = createServer((req, res) => {
  const body = bodies.get(req.url ?? '');
  const etag = `"${createHash('sha256')
    .update(body ?? '')
    .digest('hex')
    .slice(0, 16)}"`;
  if (body === undefined) res.writeHead(404).end();
  else if (req.headers['if-none-match'] === etag) res.writeHead(304, { etag }).end();
  else res.writeHead(200, { etag, 'content-type': 'text/plain' }).end(body);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`Provider: http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
