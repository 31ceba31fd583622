import React, { useId } from 'react';
import { Combobox, Field, Input } from '@grafana/ui';
import type { Choice } from '../choices.ts';
import { withCurrent } from './controls/field.ts';

interface Props {
  readonly value: string | undefined;
  readonly sites: readonly Choice[];
  /** Why the sites are not known. */
  readonly unreachable: string | undefined;
  readonly onChange: (text: string) => void;
}

const ABOUT =
  'The place used by queries with "Default site": a site, or latitude, longitude, elevation. Empty means Greenwich.';

/** The default site: chosen from the catalog if it can be reached, else typed. */
export function DefaultSite({ value, sites, unreachable, onChange }: Props) {
  const id = useId();
  if (sites.length === 0) {
    return (
      <Field
        label="Default site"
        htmlFor={id}
        description={unreachable === undefined ? ABOUT : `${ABOUT} No list of sites: ${unreachable}`}
      >
        <Input
          id={id}
          width={60}
          value={value ?? ''}
          placeholder="Site or lat, lon, elevation"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </Field>
    );
  }
  return (
    <Field label="Default site" htmlFor={id} description={ABOUT}>
      <Combobox
        id={id}
        width={60}
        options={withCurrent(sites, value ? [value] : [])}
        value={value ?? null}
        isClearable
        createCustomValue
        placeholder="Site or lat, lon, elevation"
        onChange={(chosen) => onChange(chosen?.value ?? '')}
      />
    </Field>
  );
}
