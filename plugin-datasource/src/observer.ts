import { DEFAULT_OBSERVER } from '@orrery/contract/queries';
import type { ObserverValue } from './types.ts';

/** The editor's word for "no observer"; never sent, the field is left out instead. */
export const GEOCENTRIC = 'geocentric';

/**
 * What "default" means when no default site is configured: a site of the service's own list (also in
 * pkg/plugin/settings.go).
 */
export const FALLBACK_SITE = 'greenwich';

const COORDINATES = /^\s*[+-]?\d+(\.\d+)?\s*(,\s*[+-]?\d+(\.\d+)?\s*){1,2}$/;

/** Whether a text reads "latitude, longitude" or "latitude, longitude, elevation". */
export const isCoordinates = (text: string) => COORDINATES.test(text);

/** Coordinates without blanks, as the contract wants them; any other text trimmed. */
function tidyObserver(text: string): string {
  return isCoordinates(text) ? text.replace(/\s+/g, '') : text.trim();
}

/** An observer as the one text that the editor shows; GEOCENTRIC for none. */
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

/** "default" replaced by what is configured; any other place as it is. */
export function resolveDefault(observer: string, defaultSite: string | undefined): string {
  return observer === DEFAULT_OBSERVER ? tidyObserver(defaultSite ?? '') || FALLBACK_SITE : observer;
}
