import { stopOnSignal } from '@orrery/telemetry';
import { readConfig, type Config } from './config.ts';
import { startService } from './server.ts';

/** One sentence that says what is wrong and what to do. */
function explain(error: unknown, config: Config | null): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `Port ${config?.port} is taken: stop what listens there or choose another with --port.`;
  }
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
  let config: Config | null = null;
  try {
    config = readConfig(process.argv.slice(2), process.env);
    const service = await startService(config);
    stopOnSignal(service.parts, service.logger);
    process.stdout.write(`Orrery service: ${service.url}\n`);
  } catch (error) {
    process.stderr.write(`${explain(error, config)}\n`);
    process.exitCode = 1;
  }
}

void main();
