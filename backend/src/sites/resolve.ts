import { observerSchema, OrreryError, type ObserverParameter, type Site } from '@orrery/contract';
import { unknownName } from '../queries/nearest.ts';
import { SITES } from './sites.ts';

const COORDINATES = /^\s*-?\d+(\.\d+)?\s*,\s*-?\d+(\.\d+)?\s*(,\s*-?\d+(\.\d+)?\s*)?$/;

/**
 * The place a query names: a site id or name (case does not matter), `"latitude,longitude[,elevation]"`, or an
 * observer. Throws `unknownName` with the nearest sites, `invalidRequest` where coordinates are out of range.
 */
export function resolveObserver(observer: ObserverParameter): Site {
  if (typeof observer !== 'string') {
    const { latitude, longitude, elevation } = observer;
    const id = `${latitude},${longitude}`;
    return { id, name: id, latitude, longitude, elevation };
  }
  if (COORDINATES.test(observer)) {
    const [latitude, longitude, elevation = 0] = observer.split(',').map(Number);
    const parsed = observerSchema.safeParse({ latitude, longitude, elevation });
    if (!parsed.success) {
      const errors = parsed.error.issues.map((i) => ({ path: `observer.${i.path.join('.')}`, message: i.message }));
      throw new OrreryError(
        'invalidRequest',
        `observer "${observer}": ${errors.map((e) => `${e.path}: ${e.message}`).join('; ')}`,
        errors,
      );
    }
    return resolveObserver(parsed.data);
  }
  const wanted = observer.trim().toLowerCase();
  const found = SITES.find((s) => s.id === wanted || s.name.toLowerCase() === wanted);
  if (!found)
    throw unknownName(
      'observer',
      'site',
      observer,
      SITES.map((s) => s.id),
      'or "latitude,longitude" in degrees',
    );
  return found;
}
