import { OrreryError, SCOPES, type Scope } from '@orrery/contract';
import { Option, type Command } from 'commander';
import { moment } from '../flags.ts';
import { withOperator } from './kit/operator.ts';
import { isoMinute, print, say, table } from './kit/output.ts';
import { serviceOptions, type ServiceFlags } from './kit/running.ts';

interface NameFlags extends ServiceFlags {
  readonly name: string;
}

interface CreateFlags extends NameFlags {
  readonly scope: Scope;
  readonly expires?: number;
}

const NAME = ['--name <name>', 'how it is called in the list and in the log'] as const;

export function keysCommand(program: Command): void {
  const keys = program
    .command('keys')
    .summary('who may ask the service')
    .description('API keys of the service. Only a hash of each is stored, so it is shown once, when it is made.');
  serviceOptions(keys.command('create'))
    .description('Makes a key and prints it, this once.')
    .requiredOption(...NAME)
    .addOption(
      new Option('--scope <scope>', 'what it opens; each scope includes those before it')
        .choices(SCOPES)
        .makeOptionMandatory(),
    )
    .option('--expires <time>', 'when it ends, ISO 8601 (default: it stays until it is revoked)', moment)
    .action(create);
  serviceOptions(keys.command('list'))
    .description('Prints the keys that there are, without the keys themselves.')
    .action(list);
  serviceOptions(keys.command('revoke'))
    .description('Removes a key: it opens nothing from now on.')
    .requiredOption(...NAME)
    .action(revoke);
}

async function create({ name, scope, expires, ...flags }: CreateFlags): Promise<void> {
  const terms = { scope, expiresMs: expires ?? null };
  print(await withOperator(flags, 'any', (operator) => operator.createKey(name, terms)));
  say('Keep it: it is not shown again. It is sent as Authorization: Bearer <key>.');
}

async function list(flags: ServiceFlags): Promise<void> {
  const text = await withOperator(flags, 'existing', async (operator) => {
    const rows = (await operator.keys()).map(({ name, scope, createdMs, expiresMs }) => [
      name,
      scope,
      isoMinute(createdMs),
      isoMinute(expiresMs),
    ]);
    return table(['name', 'scope', 'created', 'expires'], rows);
  });
  print(text);
}

async function revoke({ name, ...flags }: NameFlags): Promise<void> {
  const revoked = async (removed: Promise<boolean>): Promise<string> => {
    if (await removed) return `The key ${name} opens nothing any more.`;
    throw new OrreryError('notFound', `There is no key ${name}; see orrery keys list.`);
  };
  print(await withOperator(flags, 'existing', (operator) => revoked(operator.revokeKey(name))));
}
