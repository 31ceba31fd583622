import { ExchangeError } from './errors.ts';

/** Redirects that are followed for one request; a provider that moved needs one or two. */
export const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** The first answer that is no redirect. Rejects with an ExchangeError after `MAX_REDIRECTS`. */
export async function follow(url: URL, ask: (address: URL) => Promise<Response>): Promise<Response> {
  const asked = [url];
  for (;;) {
    const at = asked.at(-1) ?? url;
    const response = await ask(at);
    const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
    if (location === null) return response;
    await response.body?.cancel();
    if (asked.length > MAX_REDIRECTS || !URL.canParse(location, at.href))
      throw new ExchangeError(
        'redirects',
        `it redirects without end (${asked.map(pathOf).join(' -> ')} -> ${location})`,
      );
    asked.push(new URL(location, at));
  }
}

const pathOf = ({ pathname, search }: URL): string => pathname + search;
