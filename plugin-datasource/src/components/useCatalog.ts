import { useCallback, useEffect, useState } from 'react';
import type { Catalog } from '@orrery/contract';
import { failureText, type CatalogLoader } from '../catalog.ts';

interface Loaded {
  readonly catalog?: Catalog;
  /** Why there is no catalog, as a sentence. */
  readonly error?: string;
}

export interface CatalogState extends Loaded {
  readonly retry: () => void;
}

/** The catalog from the loader; requested again if the loader changes, or on `retry`. */
export function useCatalog(load: CatalogLoader): CatalogState {
  const [state, setState] = useState<Loaded>({});
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((made) => made + 1), []);
  useEffect(() => {
    let current = true;
    load().then(
      (catalog) => current && setState({ catalog }),
      (error: unknown) => current && setState({ error: failureText(error) })
    );
    return () => {
      current = false;
    };
  }, [load, attempt]);
  return { ...state, retry };
}
