import React, { useId, useMemo } from 'react';
import type { QueryEditorProps } from '@grafana/data';
import { Combobox, InlineField, Stack, type ComboboxOption } from '@grafana/ui';
import { choicesFrom } from '../choices.ts';
import type { OrrerySource } from '../source.ts';
import type { OrreryOptions, OrreryQuery, OrreryVariableQuery, VariableList } from '../types.ts';
import { asVariableQuery, VARIABLE_LISTS } from '../variableValues.ts';
import { CatalogAlert } from './CatalogAlert.tsx';
import { ChoiceField } from './controls/ChoiceField.tsx';
import { LABEL_WIDTH } from './controls/field.ts';
import { useCatalog } from './useCatalog.ts';

type Props = QueryEditorProps<OrrerySource, OrreryQuery, OrreryOptions, OrreryVariableQuery>;

const LIST_OPTIONS: Array<ComboboxOption<VariableList>> = (Object.keys(VARIABLE_LISTS) as VariableList[]).map(
  (value) => ({ value, label: VARIABLE_LISTS[value] })
);

const ALL_GROUPS = '';

/** The editor of a query variable: which list of the catalog it holds. */
export function VariableQueryEditor({ datasource, query, onChange }: Props) {
  const id = useId();
  const state = useCatalog(datasource.getCatalog);
  const choices = useMemo(() => choicesFrom(state.catalog, []), [state.catalog]);
  const { refId, list, group } = asVariableQuery(query);
  return (
    <Stack direction="column" gap={0}>
      <CatalogAlert state={state} title="The catalog cannot be loaded, so the variable has no values." />
      <InlineField
        label="Values of"
        labelWidth={LABEL_WIDTH}
        tooltip="The variable shows names, and its values are the identifiers that queries need."
        htmlFor={id}
      >
        <Combobox
          id={id}
          options={LIST_OPTIONS}
          value={list}
          onChange={({ value }) => onChange({ refId, list: value })}
          width={32}
        />
      </InlineField>
      {list === 'satellites' && (
        <ChoiceField
          label="Group"
          help="Only the satellites of this group; another variable ($group) is possible."
          options={[{ label: 'All groups', value: ALL_GROUPS }, ...choices.satelliteGroups]}
          variables={choices.variables}
          value={group ?? ALL_GROUPS}
          onChange={(chosen) => onChange({ refId, list, ...(chosen === ALL_GROUPS ? {} : { group: chosen }) })}
        />
      )}
    </Stack>
  );
}
