import React from 'react';
import { Alert, Button, Stack } from '@grafana/ui';
import type { CatalogState } from './useCatalog.ts';

interface Props {
  readonly state: CatalogState;
  /** What the failure means for the user. */
  readonly title: string;
}

/** The reason why there is no catalog, with a retry button; nothing if there is one. */
export function CatalogAlert({ state, title }: Props) {
  if (state.error === undefined) {
    return null;
  }
  return (
    <Alert severity="warning" title={title}>
      <Stack direction="row" alignItems="center" justifyContent="space-between" wrap="wrap">
        <span>{state.error}</span>
        <Button size="sm" variant="secondary" onClick={state.retry}>
          Try again
        </Button>
      </Stack>
    </Alert>
  );
}
