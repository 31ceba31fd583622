import React, { useId, useRef, type FormEvent } from 'react';
import { css } from '@emotion/css';
import { Combobox, InlineField, useStyles2, type ComboboxOption } from '@grafana/ui';
import type { Choice } from '../../choices.ts';
import { LABEL_WIDTH, withCurrent } from './field.ts';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly options: readonly Choice[];
  readonly variables: readonly Choice[];
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly error?: string | undefined;
  readonly width?: number;
}

/** One value from a list, a template variable or any typed text. */
export function ChoiceField({ label, help, options, variables, value, onChange, placeholder, error, width }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const typed = useRef('');
  // On Enter the combobox returns undefined if typing has filtered out its highlighted row: then the typed text is
  // used.
  const choose = (chosen: ComboboxOption<string> | undefined) => {
    const text = chosen?.value ?? typed.current.trim();
    typed.current = '';
    if (text !== '' || chosen !== undefined) {
      onChange(text);
    }
  };
  const remember = ({ target }: FormEvent) => {
    typed.current = target instanceof HTMLInputElement ? target.value : '';
  };
  return (
    <div className={styles.listener} onInputCapture={remember}>
      <InlineField label={label} labelWidth={LABEL_WIDTH} tooltip={help} htmlFor={id} invalid={!!error} error={error}>
        <Combobox
          id={id}
          options={withCurrent([...options, ...variables], value === undefined ? [] : [value])}
          value={value ?? null}
          onChange={choose}
          createCustomValue
          placeholder={placeholder ?? 'Choose'}
          width={width ?? 32}
        />
      </InlineField>
    </div>
  );
}

const getStyles = () => ({ listener: css({ display: 'contents' }) });
