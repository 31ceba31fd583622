/**
 * The one address of `npm start`: the service's routes from the first minute, the preview for all the rest as soon as
 * it is built, and until then a page that says how far the build is.
 */
import { createServer, request } from 'node:http';

const SERVICE_ROUTES = /^\/(api\/v1(\/|$)|healthz$|readyz$|metrics$)/;
const RETRY_S = 3;

/** @param {{serviceUrl: () => string | null, previewUrl: () => string | null, progress: () => string}} targets */
export function createFront(targets) {
  return createServer((req, res) => {
    const path = (req.url ?? '/').split('?')[0];
    const target = SERVICE_ROUTES.test(path) ? targets.serviceUrl() : targets.previewUrl();
    if (target === null) waitingPage(res, targets.progress());
    else forward(req, res, target);
  });
}

function forward(req, res, target) {
  const { hostname, port } = new URL(target);
  const onward = request({ hostname, port, path: req.url, method: req.method, headers: req.headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  onward.on('error', () => {
    if (res.headersSent) res.destroy();
    else waitingPage(res, 'The part of Orrery that serves this address does not answer.');
  });
  res.on('close', () => onward.destroy());
  req.pipe(onward);
}

function waitingPage(res, text) {
  res.writeHead(503, {
    'content-type': 'text/html; charset=utf-8',
    'retry-after': String(RETRY_S),
    refresh: String(RETRY_S),
  });
  res.end(`<!doctype html><html lang="en"><title>Orrery</title><meta name="viewport" content="width=device-width">
<body style="font:16px/1.5 system-ui;margin:15vh auto;max-width:36em;padding:0 1em;background:#111217;color:#d5d6dc">
<h1 style="font-weight:500">Orrery is getting ready</h1><p>${text.replace(/[<&]/g, (c) => (c === '<' ? '&lt;' : '&amp;'))}</p>
<p>This page looks again every ${RETRY_S} seconds.</p></body></html>`);
}
