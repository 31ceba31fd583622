import { OrreryError } from './errors.ts';

/** Names of this machine that no DNS answer can give to another one. */
export const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** Whether only programs on this machine reach an address or name. */
export const isLoopback = (host: string): boolean => LOOPBACK_NAMES.includes(host) || /^127(\.\d+){3}$/.test(host);

/** Headers of a request, by their names in lower case. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A host name, an IPv4 address or an IPv6 address in brackets, and a port (RFC 9110, 7.2). */
const HOST = /^(?:\[([\da-f:.]+)\]|([^\s:/?#@[\]]+))(?::\d+)?$/i;

/** What a page of ours, a program and a person who types the address send as Sec-Fetch-Site. */
const OWN_SITES: readonly unknown[] = [undefined, 'same-origin', 'none'];

/**
 * Lets a request pass that was made under one of `names` and not by a page of another site. Browsers tell by `Origin`
 * and, of an `<img>` or a script too, by `Sec-Fetch-Site` who asks; a name that an attacker's DNS points at this
 * machine is seen by `Host`. With `pages`, links of other sites may lead here. Throws `misdirected` or `forbidden`.
 */
export function checkOrigin(
  headers: Headers,
  method: string,
  names: readonly string[],
  { pages = false }: { readonly pages?: boolean } = {},
): void {
  const host = String(headers['host'] ?? '').toLowerCase();
  const [, v6, name = v6] = HOST.exec(host) ?? [];
  if (name === undefined || !names.includes(name))
    throw new OrreryError('misdirected', 'This server does not go by the name that the request has as its Host.');
  const { origin } = headers;
  if (origin !== undefined && !isOf(String(origin), host))
    throw new OrreryError('forbidden', 'Requests by pages of other sites are refused.');
  const followsLink = pages && method === 'GET' && headers['sec-fetch-dest'] === 'document';
  if (!OWN_SITES.includes(headers['sec-fetch-site']) && !followsLink)
    throw new OrreryError('forbidden', 'Requests by pages of other sites are refused.');
}

const isOf = (origin: string, host: string): boolean => /^https?:\/\/(.+)$/i.exec(origin)?.[1]?.toLowerCase() === host;
