import { parseArgs } from 'node:util';
import { messageOf } from '@orrery/contract';
import { createPreviewServer } from './server.ts';

const HELP = 'Usage: node preview/dist-server/main.js [--port 4300] [--service-url http://127.0.0.1:4310]';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4300' },
    'service-url': { type: 'string', default: 'http://127.0.0.1:4310' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`${HELP}\n`);
} else {
  const preview = createPreviewServer({
    port: Number(values.port),
    serviceUrl: values['service-url'],
  });
  const leave = (): void => void preview.stop().then(() => process.exit(0));
  // Without a handler Node ends at once and leaves the Go plugin running; `disconnect`: the program that started this
  // one has ended.
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.once(event, leave);
  preview.start().then(
    (address) => process.stdout.write(`Orrery preview: ${address}\n`),
    (error: unknown) => {
      process.stderr.write(`The preview does not start: ${messageOf(error)}\n`);
      process.exitCode = 1;
    },
  );
}
