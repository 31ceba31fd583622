const TIMES = ['from', 'to'] as const;
const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
const ZONE = /(?:Z|[+-]\d\d:?\d\d)$/;

/** The moment of an ISO 8601 text in the one form that scenes read (24 characters, UTC); null where it is none. */
function momentOf(text: string): string | null {
  if (!ISO.test(text)) return null;
  // A date is UTC by itself; a time without a zone is taken for UTC too.
  const ms = Date.parse(text.includes('T') && !ZONE.test(text) ? `${text}Z` : text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/**
 * The search of an address with its `from` and `to` in the form that scenes read: they take `2024-05-10T12:00:00Z` for
 * the number 2024. All else stays.
 */
export function withReadableTimes(search: string): string {
  const parameters = new URLSearchParams(search);
  for (const name of TIMES) {
    const moment = momentOf(parameters.get(name) ?? '');
    if (moment !== null) parameters.set(name, moment);
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
