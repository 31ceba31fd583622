import type { Command } from 'commander';
import { serve } from './kit/serve.ts';

export function workerCommand(program: Command): void {
  program
    .command('worker')
    .summary('a worker on servers')
    .description(
      'Starts a worker on the servers of ORRERY_INFLUX_URL, ORRERY_POSTGRES_URL, ORRERY_MONGO_URL …; ORRERY_ROLES and ORRERY_SINKS say what it does, so that any part can run as often as it takes.',
    )
    .action(() => serve(async () => (await import('../service/worker.ts')).startWorkerOnServers()));
}
