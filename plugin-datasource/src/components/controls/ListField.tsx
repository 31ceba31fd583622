import React, { useId } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { InlineField, MultiCombobox, useStyles2 } from '@grafana/ui';
import type { Choice } from '../../choices.ts';
import { LABEL_WIDTH, withCurrent } from './field.ts';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly options: readonly Choice[];
  readonly variables: readonly Choice[];
  readonly values: ReadonlyArray<string | number> | undefined;
  readonly onChange: (values: string[]) => void;
  readonly placeholder?: string;
  readonly error?: string | undefined;
}

/** Several values from a list, template variables or any typed text. */
export function ListField({ label, help, options, variables, values, onChange, placeholder, error }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const used = (values ?? []).map(String);
  return (
    <InlineField
      label={label}
      labelWidth={LABEL_WIDTH}
      tooltip={help}
      htmlFor={id}
      invalid={!!error}
      error={error}
      className={styles.field}
      grow
    >
      <MultiCombobox
        id={id}
        options={withCurrent([...options, ...variables], used)}
        value={used}
        onChange={(chosen) => onChange(chosen.map(({ value }) => value))}
        createCustomValue
        placeholder={placeholder ?? 'Choose'}
      />
    </InlineField>
  );
}

// No `width` on the MultiCombobox: it treats the grid units as pixels when it computes how many values fit.
const getStyles = (theme: GrafanaTheme2) => ({
  field: css({ flexBasis: theme.spacing(72), maxWidth: theme.spacing(96) }),
});
