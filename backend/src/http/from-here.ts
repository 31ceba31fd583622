import { checkOrigin, LOOPBACK_NAMES } from '@orrery/contract';
import type { RequestHandler } from 'express';
import type { Config } from '../config.ts';

/**
 * Refuses requests under names that are not the service's, and those of pages of other sites: 421 and 403. It goes by
 * loopback names, the name or address that it listens on, the address at which the connection arrived, which no DNS
 * answer can forge, and the names of the configuration.
 */
export function fromHere({ host, allowedHosts }: Pick<Config, 'host' | 'allowedHosts'>): RequestHandler {
  const names = [...LOOPBACK_NAMES, ...[host, ...allowedHosts].map((name) => name.toLowerCase())];
  return (req, _res, next) => {
    const reached = req.socket.localAddress?.replace(/^::ffff:/, '') ?? '';
    checkOrigin(req.headers, req.method, [...names, reached]);
    next();
  };
}
