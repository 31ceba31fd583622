import type { Command } from 'commander';
import { print } from './kit/output.ts';
import { askService, serviceOptions, withService, type ServiceFlags } from './kit/running.ts';

export function catalogCommand(program: Command): void {
  serviceOptions(program.command('catalog'))
    .description('Prints what can be asked, as JSON.')
    .action(async (flags: ServiceFlags) => {
      const catalog = await withService(flags, (url, config) => askService(`${url}/api/v1/catalog`, config));
      print(JSON.stringify(catalog));
    });
}
