import type { Config, Operator, ProviderStop } from '@orrery/backend';
import { OrreryError, type AccessKey } from '@orrery/contract';
import { operatorOf } from '../../service/database.ts';
import { askService, runningService, unlessLocked, type ServiceFlags } from './running.ts';
import { configOf, withStores, type Which } from './stores.ts';

/** Works on the stores; where another process has the database open, through the service that is up. */
export async function withOperator(
  flags: ServiceFlags,
  which: Which,
  work: (operator: Operator) => Promise<string>,
): Promise<string> {
  const done = await unlessLocked(withStores(flags, which, ({ stores }) => work(operatorOf(stores))));
  if (!(done instanceof OrreryError)) return done;
  const config = configOf(flags);
  return work(operatorAt(await runningService(config, done), config));
}

/** The operator of a service, by its admin routes. */
function operatorAt(url: string, config: Config): Operator {
  const admin = `${url}/api/v1/admin`;
  const get = async (path: string): Promise<unknown> => askService(`${admin}/${path}`, config);
  const post = async (path: string, body: object): Promise<unknown> =>
    askService(`${admin}/${path}`, config, JSON.stringify(body));
  return {
    stops: async () => ((await get('stops')) as { readonly stops: readonly ProviderStop[] }).stops,
    resume: async (provider) => ((await post(`stops/${provider}/resume`, {})) as { readonly resumed: boolean }).resumed,
    keys: async () => ((await get('keys')) as { readonly keys: readonly AccessKey[] }).keys,
    createKey: async (name, terms) =>
      ((await post(`keys/${encodeURIComponent(name)}`, terms)) as { readonly key: string }).key,
    revokeKey: async (name) =>
      ((await post(`keys/${encodeURIComponent(name)}/revoke`, {})) as { readonly revoked: boolean }).revoked,
  };
}
