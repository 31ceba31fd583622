/**
 * `node --import` of a program that must not reach the network: connections to other machines fail, and each is named on
 * the standard error as `REFUSED host`.
 */
import { Socket } from 'node:net';

const LOOPBACK = /^(localhost|127\.|::1$|\[::1\]$)/;
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const host = typeof first === 'object' && first !== null ? first.host : undefined;
  if (typeof host === 'string' && !LOOPBACK.test(host)) {
    process.stderr.write(`REFUSED ${host}\n`);
    // The caller still sets the socket up.
    process.nextTick(() => this.destroy(new Error(`no network: ${host}`)));
    return this;
  }
  return connect.apply(this, args);
};
