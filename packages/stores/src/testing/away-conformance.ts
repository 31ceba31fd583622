import type { Stoppable } from '@orrery/telemetry';
import { expect, it } from 'vitest';
import { openProxy } from './proxy.ts';

/**
 * Behaviour of every store on a server that becomes unavailable after it was opened: each call rejects with `notReady`
 * and the name of the server, without its address.
 */
export function itSaysThatTheServerIsAway<O extends Stoppable>(
  server: string,
  address: string,
  open: (address: string) => Promise<O>,
  callsOf: (opened: O) => Readonly<Record<string, () => Promise<unknown>>>,
): void {
  it('rejects each call with notReady while the server is unavailable', async () => {
    const url = new URL(address);
    const proxy = await openProxy(new URL(address));
    url.host = `127.0.0.1:${proxy.port}`;
    const opened = await open(url.href);
    await proxy.cut();
    for (const [name, call] of Object.entries(callsOf(opened))) {
      const error = await call().catch((reason: unknown) => reason);
      expect(error, name).toMatchObject({
        code: 'notReady',
        message: expect.stringMatching(new RegExp(`^${server} does not answer`)) as unknown,
      });
      expect((error as Error).message).not.toContain(`${proxy.port}`);
    }
    await opened.stop().catch(() => undefined);
  });
}
