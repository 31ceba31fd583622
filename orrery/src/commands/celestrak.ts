import type { Config, Operator, ProviderStop } from '@orrery/backend';
import { OrreryError } from '@orrery/contract';
import type { Command } from 'commander';
import { operatorOf } from '../service/database.ts';
import { print } from './kit/output.ts';
import { askService, runningService, serviceOptions, unlessLocked, type ServiceFlags } from './kit/running.ts';
import { configOf, withStores } from './kit/stores.ts';

export function celestrakCommand(program: Command): void {
  const celestrak = program
    .command('celestrak')
    .summary('whether CelesTrak is asked')
    .description('CelesTrak blocks who goes on asking after a refusal, so its pulls stop until a person has looked.');
  serviceOptions(celestrak.command('status'))
    .description('Prints whether pulls of CelesTrak are stopped, and why.')
    .action(async (flags: ServiceFlags) => print(await withOperator(flags, status)));
  serviceOptions(celestrak.command('resume'))
    .description('Allows pulls again, after a person has looked into the refusal.')
    .action(async (flags: ServiceFlags) => print(await withOperator(flags, resume)));
}

async function status(operator: Operator): Promise<string> {
  const stop = (await operator.stops()).find(({ provider }) => provider === 'celestrak');
  return stop
    ? `Stopped since ${new Date(stop.atMs).toISOString()}: ${stop.url} was answered with ${stop.status}.`
    : 'Pulls are allowed.';
}

const resume = async (operator: Operator): Promise<string> =>
  (await operator.resume('celestrak'))
    ? 'Pulls are allowed again, one per group in two hours.'
    : 'Pulls were not stopped.';

/** Works on the stores; where another process has the database open, through the service that is up. */
async function withOperator(flags: ServiceFlags, work: (operator: Operator) => Promise<string>): Promise<string> {
  const done = await unlessLocked(withStores(flags, 'existing', ({ stores }) => work(operatorOf(stores))));
  if (!(done instanceof OrreryError)) return done;
  const config = configOf(flags);
  return work(operatorAt(await runningService(config, done), config));
}

/** The operator of a service, by its admin routes. */
function operatorAt(url: string, config: Config): Operator {
  const stops = `${url}/api/v1/admin/stops`;
  return {
    stops: async () => ((await askService(stops, config)) as { readonly stops: readonly ProviderStop[] }).stops,
    resume: async (provider) => {
      const answer = await askService(`${stops}/${provider}/resume`, config, '{}');
      return (answer as { readonly resumed: boolean }).resumed;
    },
  };
}
