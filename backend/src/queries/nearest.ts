import { distance } from 'fastest-levenshtein';
import { MAX_NAME_LENGTH, OrreryError } from '@orrery/contract';

const MAX_SUGGESTIONS = 5;

/** The known names most like the wanted one, best first: names that contain it before those a few typos away. */
export function nearestNames(wanted: string, known: readonly string[]): string[] {
  const needle = wanted.trim().toLowerCase();
  const score = (name: string): number => {
    const low = name.toLowerCase();
    return distance(needle, low) - (needle.length > 2 && low.includes(needle) ? low.length : 0);
  };
  return known
    .map((name) => ({ name, score: score(name) }))
    .sort((a, b) => a.score - b.score || a.name.localeCompare(b.name))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name);
}

/**
 * The error for a name nobody knows: says the field, the name, the nearest valid ones and, in `hint`, what else is
 * allowed. A name longer than any is refused as such, before it is compared with others.
 */
export function unknownName(
  path: string,
  what: string,
  wanted: string,
  known: readonly string[],
  hint = '',
): OrreryError {
  if (wanted.length > MAX_NAME_LENGTH) {
    const message = `${path}: a name of ${wanted.length} characters; the longest name allowed has ${MAX_NAME_LENGTH}.`;
    return new OrreryError('invalidRequest', message, [{ path, message }]);
  }
  const nearest = nearestNames(wanted, known);
  const offer = nearest.length > 0 ? ` Nearest valid: ${nearest.join(', ')}${hint ? `, ${hint}` : ''}.` : '';
  const message = `${path}: unknown ${what} "${wanted}".${offer}`;
  return new OrreryError('unknownName', message, [{ path, message }]);
}
