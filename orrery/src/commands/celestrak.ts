import type { Operator } from '@orrery/backend';
import type { Command } from 'commander';
import { withOperator } from './kit/operator.ts';
import { print } from './kit/output.ts';
import { serviceOptions, type ServiceFlags } from './kit/running.ts';

export function celestrakCommand(program: Command): void {
  const celestrak = program
    .command('celestrak')
    .summary('whether CelesTrak is asked')
    .description('CelesTrak blocks who goes on asking after a refusal, so its pulls stop until a person has looked.');
  serviceOptions(celestrak.command('status'))
    .description('Prints whether pulls of CelesTrak are stopped, and why.')
    .action(async (flags: ServiceFlags) => print(await withOperator(flags, 'existing', status)));
  serviceOptions(celestrak.command('resume'))
    .description('Allows pulls again, after a person has looked into the refusal.')
    .action(async (flags: ServiceFlags) => print(await withOperator(flags, 'existing', resume)));
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
