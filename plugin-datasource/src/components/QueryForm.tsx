import React, { useId, useMemo } from 'react';
import { Combobox, InlineField, Stack, type ComboboxOption } from '@grafana/ui';
import { queryModel, type QueryType } from '@orrery/contract/queries';
import { choicesFrom } from '../choices.ts';
import { applies, changeType, MODELS, patched } from '../queries.ts';
import type { OrrerySource } from '../source.ts';
import type { OrreryQuery } from '../types.ts';
import { CatalogAlert } from './CatalogAlert.tsx';
import { FieldControl } from './controls/FieldControl.tsx';
import { LABEL_WIDTH } from './controls/field.ts';
import { useCatalog } from './useCatalog.ts';

const TYPE_OPTIONS = MODELS.map(
  ({ queryType, title, description, group }): ComboboxOption<QueryType> => ({
    value: queryType as QueryType,
    label: title,
    description,
    group,
  })
);

interface Props {
  readonly datasource: OrrerySource;
  readonly query: OrreryQuery;
  readonly onChange: (query: OrreryQuery) => void;
}

/** The form of a query: its type, then the fields of its model, with options from the catalog. */
export function QueryForm({ datasource, query, onChange }: Props) {
  const typeId = useId();
  const state = useCatalog(datasource.getCatalog);
  const names = datasource.templates.getVariables().map(({ name }) => name);
  const joined = names.join();
  const choices = useMemo(
    () => choicesFrom(state.catalog, joined === '' ? [] : joined.split(',')),
    [state.catalog, joined]
  );
  const model = queryModel(query.queryType);
  const fields = Object.entries(model?.fields ?? {});
  return (
    <Stack direction="column" gap={0}>
      <CatalogAlert state={state} title="The catalog cannot be loaded; names can still be typed." />
      <Stack direction="row" wrap="wrap" alignItems="flex-start" gap={0}>
        <InlineField label="Query type" labelWidth={LABEL_WIDTH} tooltip="What to query." htmlFor={typeId}>
          <Combobox
            id={typeId}
            options={TYPE_OPTIONS}
            value={query.queryType}
            // Undefined on Enter if the typed text matches no type.
            onChange={(chosen?: ComboboxOption<QueryType>) => chosen && onChange(changeType(query, chosen.value))}
            width={40}
          />
        </InlineField>
        {model &&
          fields
            .filter(([, field]) => !field.hidden && applies(field.when, query, model))
            .map(([name, field]) => (
              <FieldControl
                key={`${query.queryType}.${name}`}
                {...{ name, field, model, query, choices }}
                onChange={(patch) => onChange(patched(query, patch))}
              />
            ))}
      </Stack>
    </Stack>
  );
}
