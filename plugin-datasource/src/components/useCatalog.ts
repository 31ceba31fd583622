import { useEffect, useState } from 'react';
import type { Catalog } from '@orrery/contract';
import { failureText, type CatalogLoader } from '../catalog.ts';

export interface CatalogState {
  readonly catalog?: Catalog;
  /** Why there is no catalog, as a sentence. */
  readonly error?: string;
  readonly loading: boolean;
}

/** The catalog as the loader has it; asked again when the loader is another one. */
export function useCatalog(load: CatalogLoader): CatalogState {
  const [state, setState] = useState<CatalogState>({ loading: true });
  useEffect(() => {
    let current = true;
    load().then(
      (catalog) => current && setState({ catalog, loading: false }),
      (error: unknown) => current && setState({ error: failureText(error), loading: false }),
    );
    return () => {
      current = false;
    };
  }, [load]);
  return state;
}
