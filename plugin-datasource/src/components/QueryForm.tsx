import React, { useId, useMemo, type ComponentType } from 'react';
import { Combobox, InlineField, Stack, type ComboboxOption } from '@grafana/ui';
import type { QueryType } from '@orrery/contract';
import { choicesFrom } from '../choices.ts';
import { changeType, QUERY_TYPES } from '../queries.ts';
import type { OrrerySource } from '../source.ts';
import type { OrreryQuery, QueryFields } from '../types.ts';
import { CatalogAlert } from './CatalogAlert.tsx';
import type { EditorProps } from './editors/editor.ts';
import { CloseApproachesEditor } from './editors/CloseApproachesEditor.tsx';
import { EphemerisEditor } from './editors/EphemerisEditor.tsx';
import { ForecastEditor } from './editors/ForecastEditor.tsx';
import { ForecastSkillEditor } from './editors/ForecastSkillEditor.tsx';
import { ObservationsEditor } from './editors/ObservationsEditor.tsx';
import { PipelineEditor } from './editors/PipelineEditor.tsx';
import { SatelliteElementsEditor } from './editors/SatelliteElementsEditor.tsx';
import { SatellitePassesEditor } from './editors/SatellitePassesEditor.tsx';
import { SatelliteTrackEditor } from './editors/SatelliteTrackEditor.tsx';
import { SkyEventsEditor } from './editors/SkyEventsEditor.tsx';
import { SpaceWeatherEventsEditor } from './editors/SpaceWeatherEventsEditor.tsx';
import { LABEL_WIDTH } from './fields/field.ts';
import { useCatalog } from './useCatalog.ts';

/** Types that need nothing but a range of time have no form. */
const EDITORS: Readonly<Partial<Record<QueryType, ComponentType<EditorProps>>>> = {
  ephemeris: EphemerisEditor,
  skyEvents: SkyEventsEditor,
  satelliteTrack: SatelliteTrackEditor,
  satellitePasses: SatellitePassesEditor,
  satelliteElements: SatelliteElementsEditor,
  observations: ObservationsEditor,
  spaceWeatherEvents: SpaceWeatherEventsEditor,
  closeApproaches: CloseApproachesEditor,
  forecast: ForecastEditor,
  forecastSkill: ForecastSkillEditor,
  pipeline: PipelineEditor,
};

const TYPE_OPTIONS: Array<ComboboxOption<QueryType>> = (Object.keys(QUERY_TYPES) as QueryType[]).map((value) => ({
  value,
  label: QUERY_TYPES[value].label,
  description: QUERY_TYPES[value].description,
}));

interface Props {
  readonly datasource: OrrerySource;
  readonly query: OrreryQuery;
  readonly onChange: (query: OrreryQuery) => void;
}

/** The form of a query: its type, then the fields of that type, offered from the catalog. */
export function QueryForm({ datasource, query, onChange }: Props) {
  const typeId = useId();
  const state = useCatalog(datasource.getCatalog);
  const names = datasource.templates.getVariables().map(({ name }) => name);
  const joined = names.join();
  const choices = useMemo(
    () => choicesFrom(state.catalog, joined === '' ? [] : joined.split(',')),
    [state.catalog, joined]
  );
  const Editor = EDITORS[query.queryType];
  return (
    <Stack direction="column" gap={0}>
      <CatalogAlert state={state} title="The catalog cannot be loaded; names can still be typed." />
      <Stack direction="row" wrap="wrap" alignItems="flex-start" gap={0}>
        <InlineField label="Query type" labelWidth={LABEL_WIDTH} tooltip="What to ask the sky." htmlFor={typeId}>
          <Combobox
            id={typeId}
            options={TYPE_OPTIONS}
            value={query.queryType}
            onChange={({ value }) => onChange(changeType(query, value))}
            width={40}
          />
        </InlineField>
        {Editor && <Editor query={query} choices={choices} onChange={(patch) => onChange(patched(query, patch))} />}
      </Stack>
    </Stack>
  );
}

/** The query with the patch; fields set to undefined are taken out, so that they are not saved. */
function patched(query: OrreryQuery, patch: QueryFields): OrreryQuery {
  const merged = Object.entries({ ...query, ...patch }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(merged) as unknown as OrreryQuery;
}
