import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { ask, freePort, isAlive, logOf, startDetached, stopProcess, untilHealthy } from './process.mjs';

const NAME = `test-${process.pid}`;
const start = (script) => startDetached(NAME, process.execPath, ['-e', script]);
const listen = (port) => `require('net').createServer((s) => s.end('hello')).listen(${port}, '127.0.0.1')`;

describe('processes of servers', () => {
  afterAll(() => rmSync(logOf(NAME), { force: true }));

  it('waits until a server answers, and stops it', async () => {
    const port = await freePort();
    const server = start(listen(port));
    await untilHealthy(NAME, server, async () => (await ask(port, 'x')).toString() === 'hello');
    expect(isAlive(server)).toBe(true);
    await stopProcess(server, 'SIGTERM');
    expect(isAlive(server)).toBe(false);
    await expect(ask(port)).rejects.toThrow();
  });

  it('tells the end of the log when a server dies instead', async () => {
    const server = start("console.error('no such disk'); process.exit(3)");
    await expect(untilHealthy(NAME, server, async () => false)).rejects.toThrow(/ended.*no such disk/s);
  });

  it('kills what does not stop', async () => {
    const port = await freePort();
    const server = start(`process.on('SIGTERM', () => 0); ${listen(port)}`);
    await untilHealthy(NAME, server, async () => (await ask(port)) === null);
    await stopProcess(server, 'SIGTERM', 100);
    expect(isAlive(server)).toBe(false);
  });

  it('takes no other process for a server that had its number', async () => {
    const other = { pid: process.pid, birth: 'long ago' };
    expect(isAlive(other)).toBe(false);
    await stopProcess(other, 'SIGKILL');
  });
});
