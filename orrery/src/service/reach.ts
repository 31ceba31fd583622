import { haveKeys, type Config } from '@orrery/backend';
import { isLoopback } from '@orrery/contract';
import type { Stores } from '@orrery/stores';
import { UsageError } from '../flags.ts';

/**
 * Refuses to listen where others reach the service and none of them needs a key: rejects with UsageError, unless
 * --insecure is said.
 */
export async function refuseOpenDoor(
  { host, apiKey, oidcIssuer, insecure }: Pick<Config, 'host' | 'apiKey' | 'oidcIssuer' | 'insecure'>,
  { state }: Pick<Stores, 'state'>,
): Promise<void> {
  if (insecure || isLoopback(host) || apiKey !== undefined || oidcIssuer !== undefined) return;
  if (await haveKeys(state)) return;
  throw new UsageError(
    `--host ${host} (ORRERY_HOST) lets others in: make a key (orrery keys create), set ORRERY_API_KEY, or say --insecure ` +
      '(ORRERY_INSECURE=true).',
  );
}
