import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';
import { stopAll, type Stoppable } from './shutdown.ts';

const logger = createLogger('test', 'silent');

describe('stopAll', () => {
  it('stops the parts in reverse order of their start', async () => {
    const order: string[] = [];
    const part = (name: string): Stoppable => ({ name, stop: async () => void order.push(name) });
    await stopAll([part('store'), part('worker'), part('server')], logger, 100);
    expect(order).toEqual(['server', 'worker', 'store']);
  });

  it('goes on when a part fails or hangs', async () => {
    const order: string[] = [];
    const parts: Stoppable[] = [
      { name: 'last', stop: async () => void order.push('last') },
      { name: 'hangs', stop: () => new Promise(() => undefined) },
      { name: 'fails', stop: () => Promise.reject(new Error('no')) },
    ];
    await stopAll(parts, logger, 20);
    expect(order).toEqual(['last']);
  });
});
