import { DEFAULT_OBSERVER } from '@orrery/contract/queries';
import type { ObserverValue } from './types.ts';

/** The editor's value for "no observer"; never sent, the field is omitted instead. */
export const GEOCENTRIC = 'geocentric';

/**
 * Used for "default" if no default site is configured: a site of the service's list (also in pkg/plugin/settings.go).
 */
export const FALLBACK_SITE = 'greenwich';

const COORDINATES = /^\s*[+-]?\d+(\.\d+)?\s*(,\s*[+-]?\d+(\.\d+)?\s*){1,2}$/;

/** Whether a text reads "latitude, longitude" or "latitude, longitude, elevation". */
export const isCoordinates = (text: string) => COORDINATES.test(text);

/** Coordinates without blanks, as the contract requires; any other text is trimmed. */
function tidyObserver(text: string): string {
  return isCoordinates(text) ? text.replace(/\s+/g, '') : text.trim();
}

/** An observer as the text shown in the editor; GEOCENTRIC for none. */
export function observerText(observer: ObserverValue | undefined): string {
  if (observer === undefined || observer === '') {
    return GEOCENTRIC;
  }
  if (typeof observer === 'string') {
    return observer;
  }
  return [observer.latitude, observer.longitude, observer.elevation ?? 0].join(',');
}

/** The observer that a text of the editor means; undefined for the centre of the Earth. */
export function observerFromText(text: string): string | undefined {
  const tidy = tidyObserver(text);
  return tidy === '' || tidy.toLowerCase() === GEOCENTRIC ? undefined : tidy;
}

/** "default" replaced by the configured site; any other place unchanged. */
export function resolveDefault(observer: string, defaultSite: string | undefined): string {
  return observer === DEFAULT_OBSERVER ? tidyObserver(defaultSite ?? '') || FALLBACK_SITE : observer;
}
