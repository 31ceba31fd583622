import React, { useCallback, useId } from 'react';
import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { Field, FieldSet, Input, SecretInput } from '@grafana/ui';
import type { Catalog } from '@orrery/contract';
import { choicesFrom } from '../choices.ts';
import { observerFromText } from '../observer.ts';
import type { OrreryOptions, OrrerySecrets } from '../types.ts';
import { DefaultSite } from './DefaultSite.tsx';
import { useCatalog } from './useCatalog.ts';

type Props = DataSourcePluginOptionsEditorProps<OrreryOptions, OrrerySecrets>;

/** Address of the service started by `npm start`; the backend uses it if no URL is given. */
const DEFAULT_URL = 'http://127.0.0.1:4310';

/** Settings of the data source: address and API key of the service, and the default site of queries. */
export function ConfigEditor({ options, onOptionsChange }: Props) {
  const id = useId();
  const { uid, version, jsonData } = options;
  // `version` counts the saves: after each the backend may reach another service.
  const load = useCallback(() => loadSavedCatalog(uid, version), [uid, version]);
  const { catalog, error } = useCatalog(load);
  const setJson = (patch: OrreryOptions) => onOptionsChange({ ...options, jsonData: { ...jsonData, ...patch } });
  const setKey = (apiKey: string, configured: boolean) =>
    onOptionsChange({
      ...options,
      secureJsonData: { ...options.secureJsonData, apiKey },
      secureJsonFields: { ...options.secureJsonFields, apiKey: configured },
    });
  return (
    <FieldSet label="Orrery service" disabled={options.readOnly}>
      <Field
        label="Service URL"
        htmlFor={`${id}-url`}
        description={`Address of the Orrery service as seen from Grafana's server. Empty means ${DEFAULT_URL}.`}
      >
        <Input
          id={`${id}-url`}
          type="url"
          width={60}
          value={options.url}
          placeholder={DEFAULT_URL}
          onChange={(event) => onOptionsChange({ ...options, url: event.currentTarget.value.trim() })}
        />
      </Field>
      <Field
        label="API key"
        htmlFor={`${id}-key`}
        description="Only if the service requires one. Stored encrypted by Grafana and never sent to browsers."
      >
        <SecretInput
          id={`${id}-key`}
          width={60}
          isConfigured={options.secureJsonFields?.apiKey ?? false}
          value={options.secureJsonData?.apiKey ?? ''}
          placeholder="Key of the service"
          onChange={(event) => setKey(event.currentTarget.value, false)}
          onReset={() => setKey('', false)}
        />
      </Field>
      <DefaultSite
        value={jsonData.defaultSite}
        sites={choicesFrom(catalog, []).sites}
        unreachable={error}
        onChange={(text) => setJson({ defaultSite: observerFromText(text) })}
      />
      <Field
        label="Timeout"
        htmlFor={`${id}-timeout`}
        description="Seconds to wait for an answer of the service. Empty means 30."
      >
        <Input
          id={`${id}-timeout`}
          type="number"
          min={1}
          width={20}
          suffix="s"
          value={jsonData.timeout ?? ''}
          onChange={(event) => setJson({ timeout: event.currentTarget.valueAsNumber || undefined })}
        />
      </Field>
    </FieldSet>
  );
}

/** The catalog through the saved backend; a data source that was never saved has none. */
function loadSavedCatalog(uid: string, version: number | undefined): Promise<Catalog> {
  if (!uid) {
    return Promise.reject(new Error('Save the data source to choose from the sites of the service.'));
  }
  return getBackendSrv().get<Catalog>(`/api/datasources/uid/${uid}/resources/catalog`, { saved: version }, undefined, {
    showErrorAlert: false,
  });
}
