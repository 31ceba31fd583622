import type { Catalog } from '@orrery/contract';

/**
 * Groups fill up while the service loads their elements, so an old catalog is requested again (which its ETag makes
 * cheap).
 */
const CATALOG_MAX_AGE_MS = 60_000;

export type CatalogLoader = () => Promise<Catalog>;

/** A loader that shares one response among all callers until it is too old, and does not cache failures. */
export function cachedCatalog(load: CatalogLoader, now: () => number = Date.now): CatalogLoader {
  let loaded: { atMs: number; catalog: Promise<Catalog> } | undefined;
  return () => {
    if (loaded === undefined || now() - loaded.atMs > CATALOG_MAX_AGE_MS) {
      const fresh = { atMs: now(), catalog: load() };
      loaded = fresh;
      fresh.catalog.catch(() => {
        if (loaded === fresh) {
          loaded = undefined;
        }
      });
    }
    return loaded.catalog;
  };
}

/** The message of a failed request: the detail of the problem, else Grafana's text. */
export function failureText(error: unknown): string {
  const texts = [['data', 'detail'], ['data', 'message'], ['message'], ['statusText']].map((path) => at(error, path));
  return texts.find((text) => typeof text === 'string' && text !== '')?.toString() ?? 'The service gave no reason.';
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value
  );
}
