/** An IMF-fixdate or one of the two obsolete forms of RFC 9110 §5.6.7 begins with the name of a day. */
const HTTP_DATE = /^(mon|tue|wed|thu|fri|sat|sun)/i;

/**
 * Until when a provider wants to be left alone: `Retry-After` in seconds or as an HTTP date (RFC 9110 §10.2.3), as
 * epoch ms UTC. Null where it is absent or unreadable; a moment that is past is `nowMs`.
 */
export function retryAfterMs(value: string | undefined, nowMs: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return nowMs + Number(text) * 1000;
  if (!HTTP_DATE.test(text)) return null;
  // RFC 9110 §5.6.7: the asctime form carries no zone and is UTC.
  const atMs = Date.parse(/(gmt|utc)$/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(atMs) ? null : Math.max(nowMs, atMs);
}
