import React, { useState } from 'react';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { DataSourceSettings } from '@grafana/data';
import { setBackendSrv, type BackendSrv } from '@grafana/runtime';
import { CATALOG } from '../testing.ts';
import type { OrreryOptions, OrrerySecrets } from '../types.ts';
import { ConfigEditor } from './ConfigEditor.tsx';

type Settings = DataSourceSettings<OrreryOptions, OrrerySecrets>;

async function show(initial: Partial<Settings>, get: jest.Mock = jest.fn(() => Promise.resolve(CATALOG))) {
  setBackendSrv({ get } as unknown as BackendSrv);
  let saved = { uid: 'orrery', version: 1, url: '', jsonData: {}, secureJsonFields: {}, ...initial } as Settings;
  function Host() {
    const [options, setOptions] = useState(saved);
    const change = (next: Settings) => {
      saved = next;
      setOptions(next);
    };
    return <ConfigEditor options={options} onOptionsChange={change} />;
  }
  render(<Host />);
  await act(async () => undefined);
  return { saved: () => saved, get };
}

test('the service URL is saved as the URL of the data source', async () => {
  const { saved } = await show({});
  await userEvent.type(screen.getByLabelText(/^Service URL/), 'http://orrery:4310');
  expect(saved().url).toBe('http://orrery:4310');
});

test('the API key goes to the encrypted part and can be reset', async () => {
  const { saved } = await show({});
  await userEvent.type(screen.getByLabelText(/^API key/), 'k1');
  expect(saved().secureJsonData?.apiKey).toBe('k1');
  expect(JSON.stringify(saved().jsonData)).not.toContain('k1');
});

test('a configured key is not shown, and reset allows a new one', async () => {
  const { saved } = await show({ secureJsonFields: { apiKey: true } });
  expect(screen.getByLabelText(/^API key/)).toBeDisabled();
  await userEvent.click(screen.getByRole('button', { name: 'Reset' }));
  expect(saved().secureJsonFields.apiKey).toBe(false);
  expect(saved().secureJsonData?.apiKey).toBe('');
  expect(screen.getByLabelText(/^API key/)).toBeEnabled();
});

test('the default site is chosen from the catalog of the saved service', async () => {
  const { saved, get } = await show({});
  await userEvent.click(await screen.findByRole('combobox', { name: /Default site/ }));
  await userEvent.click(await screen.findByRole('option', { name: /Paranal/ }));
  expect(saved().jsonData.defaultSite).toBe('paranal');
  expect(get.mock.calls[0]?.[0]).toBe('/api/datasources/uid/orrery/resources/catalog');
});

test('the default site is typed while the service cannot be reached, and the reason is shown', async () => {
  const { saved } = await show(
    {},
    jest.fn(() => Promise.reject({ data: { detail: 'Nothing listens at X.' } }))
  );
  expect(await screen.findByText(/Nothing listens at X\./)).toBeInTheDocument();
  await userEvent.type(screen.getByRole('textbox', { name: /Default site/ }), 'paranal');
  expect(saved().jsonData.defaultSite).toBe('paranal');
});

test('a data source that was never saved sends no request', async () => {
  const { get } = await show({ uid: '' });
  expect(await screen.findByText(/Save the data source to choose/)).toBeInTheDocument();
  expect(get).not.toHaveBeenCalled();
});

test('the timeout is a number of seconds, and empty means the default', async () => {
  const { saved } = await show({});
  const timeout = screen.getByLabelText(/^Timeout/);
  await userEvent.type(timeout, '45');
  expect(saved().jsonData.timeout).toBe(45);
  await userEvent.clear(timeout);
  expect(saved().jsonData.timeout).toBeUndefined();
});

test('a provisioned data source can be read but not edited', async () => {
  await show({ readOnly: true });
  expect(screen.getByLabelText(/^Service URL/)).toBeDisabled();
  expect(screen.getByLabelText(/^Timeout/)).toBeDisabled();
});
