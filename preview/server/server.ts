import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { checkOrigin, LOOPBACK_NAMES, OrreryError } from '@orrery/contract';
import compression from 'compression';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { iconInstead } from './icons.ts';
import { createBridge, type BridgeStatus } from './bridge.ts';
import { DATA_SOURCE_ID, previewOptions, type PreviewOptions } from './options.ts';
import { createApi, type PreviewApi } from './routes.ts';

export interface PreviewServer {
  /** Starts listening and looks for the Go plugin; gives the address to open. */
  readonly start: () => Promise<string>;
  /** Ends the Go plugin and closes the port. */
  readonly stop: () => Promise<void>;
  readonly status: () => BridgeStatus;
}

const require = createRequire(import.meta.url);
const packageDir = (name: string): string => dirname(require.resolve(`${name}/package.json`));

/** Font files by the names that @grafana/ui asks for; npm has them under others. */
const FONTS: Readonly<Record<string, readonly [name: string, file: string]>> = {
  'inter/Inter-Regular.woff2': ['@fontsource/inter', 'inter-latin-400-normal.woff2'],
  'inter/Inter-Medium.woff2': ['@fontsource/inter', 'inter-latin-500-normal.woff2'],
  'inter/Inter-Italic.woff2': ['@fontsource/inter', 'inter-latin-400-italic.woff2'],
  'inter/Inter-MediumItalic.woff2': ['@fontsource/inter', 'inter-latin-500-italic.woff2'],
  'roboto/L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ.woff2': [
    '@fontsource/roboto-mono',
    'roboto-mono-latin-400-normal.woff2',
  ],
};

function createApp(options: PreviewOptions, { router }: PreviewApi): Express {
  const app = express().disable('x-powered-by');
  app.use((req, _res, next) => {
    checkOrigin(req.headers, req.method, LOOPBACK_NAMES, { pages: true });
    next();
  });
  app.use(compression());
  app.use('/api', router);
  for (const [id, dir] of Object.entries(options.pluginDirs)) {
    app.use(`/public/plugins/${id}`, express.static(dir, { cacheControl: true, maxAge: 0 }));
  }
  for (const [path, [name, file]] of Object.entries(FONTS)) {
    app.get(`/public/fonts/${path}`, (_, res) => res.sendFile(join(packageDir(name), 'files', file), { maxAge: '1d' }));
  }
  const ui = express.static(join(packageDir('@grafana/ui'), 'dist', 'public'), { maxAge: '1h' });
  // Icons are asked for below `build`, other pictures not.
  app.use(['/public/build', '/public'], ui);
  app.get('/public/build/img/icons/:set/:name', (req, res) => res.type('svg').send(iconInstead(req.params)));
  app.use('/public', (_, res) => void res.sendStatus(404));
  app.use(
    '/assets',
    express.static(join(options.staticDir, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }),
  );
  app.use(express.static(options.staticDir, { index: false }));
  app.get('/{*page}', (_, res) => res.sendFile(join(options.staticDir, 'index.html')));
  app.use(refused);
  return app;
}

/** What is not ours to answer, in the form of Grafana's messages. */
const refused: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (!(error instanceof OrreryError)) return void next(error);
  res.status(error.status).json({ message: error.message });
};

/** Lines of the plugin's log about a query that failed: the panel says it already. */
const TOLD_ELSEWHERE =
  /"@level":"(trace|debug|info)"|"@message":"(Partial data response error|Plugin Request Completed)"/;

/** The plugin logs a JSON line per step of each request; only what went wrong in the plugin itself is passed on. */
export const isWorthTelling = (line: string): boolean => !TOLD_ELSEWHERE.test(line);

/** The preview asks nobody for a key: it is for this machine alone. */
const HOST = '127.0.0.1';

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  });
}

/** The preview: the page, the built plugins, the dashboards, and the bridge to the Go plugin. */
export function createPreviewServer(given: Partial<PreviewOptions> = {}): PreviewServer {
  const options = previewOptions(given);
  const bridge = createBridge({
    pluginDir: options.pluginDirs[DATA_SOURCE_ID] ?? '',
    goModuleDir: options.goModuleDir,
    cacheDir: options.cacheDir,
    onLog: (line) => isWorthTelling(line) && process.stderr.write(`${line}\n`),
  });
  const api = createApi(options, bridge);
  const server = createServer(createApp(options, api));
  return {
    start: async () => {
      const port = await listen(server, options.port);
      await bridge.start();
      api.alerts.start();
      return `http://${HOST}:${port}`;
    },
    stop: async () => {
      api.alerts.stop();
      await bridge.stop();
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
    status: bridge.status,
  };
}
