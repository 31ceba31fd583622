import React, { useState } from 'react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { DataQueryRequest } from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { VariableQueryEditor } from './components/VariableQueryEditor.tsx';
import { testDataSource } from './testing.ts';
import type { OrreryVariableQuery, VariableList } from './types.ts';
import { asVariableQuery } from './variableValues.ts';
import { OrreryVariableSupport } from './variables.ts';

const ISS = { text: 'ISS (ZARYA)', value: '25544' };
const HST = { text: 'HST', value: '20580' };

describe('the values of a variable', () => {
  test.each<[VariableList, unknown]>([
    ['bodies', { text: 'Mars', value: 'mars' }],
    ['quantities', { text: 'Altitude', value: 'altitude' }],
    ['kinds', { text: 'Moon phase', value: 'moonPhase' }],
    ['sites', { text: 'Paranal, Chile', value: 'paranal' }],
    ['groups', { text: 'Space stations', value: 'stations' }],
    ['satellites', HST],
    ['series', { text: 'Kp index', value: 'kp' }],
    ['forecastTargets', { text: 'Dst index', value: 'dst' }],
    ['forecastModels', { text: 'Kp index: blend kp-1', value: 'kp-1' }],
  ])('%s are names with what queries need', async (list, value) => {
    expect(await testDataSource().metricFindQuery({ refId: 'v', list })).toContainEqual(value);
  });

  test('name a satellite of several groups once', async () => {
    expect(await testDataSource().metricFindQuery({ refId: 'v', list: 'satellites' })).toEqual([ISS, HST]);
  });

  test('are the satellites of a group, which may be given by a variable', async () => {
    const datasource = testDataSource({}, { group: ['stations'] });
    expect(await datasource.metricFindQuery({ refId: 'v', list: 'satellites', group: 'stations' })).toEqual([ISS]);
    expect(await datasource.metricFindQuery({ refId: 'v', list: 'satellites', group: '$group' })).toEqual([ISS]);
    expect(await datasource.metricFindQuery({ refId: 'v', list: 'satellites', group: 'none' })).toEqual([]);
  });

  test('reach Grafana unchanged through the variable support', async () => {
    const support = testDataSource().variables;
    if (!(support instanceof OrreryVariableSupport)) {
      throw new Error('The data source has no variable support');
    }
    const request: Partial<DataQueryRequest<OrreryVariableQuery>> = { targets: [{ refId: 'v', list: 'sites' }] };
    const { data } = await lastValueFrom(support.query(request as DataQueryRequest<OrreryVariableQuery>));
    expect(data).toContainEqual({ text: 'Greenwich', value: 'greenwich' });
  });
});

test.each<[unknown, Omit<OrreryVariableQuery, 'refId'>]>([
  [undefined, { list: 'bodies' }],
  ['', { list: 'bodies' }],
  ['sites', { list: 'sites' }],
  ['toString', { list: 'bodies' }],
  [{ query: 'series' }, { list: 'series' }],
  [
    { list: 'satellites', group: 'stations' },
    { list: 'satellites', group: 'stations' },
  ],
  [{ list: 'nonsense', group: '' }, { list: 'bodies' }],
])('a stored query %j reads as %j', (stored, query) => {
  expect(asVariableQuery(stored)).toEqual({ refId: 'variable', ...query });
});

test('the editor offers the lists, and a group for satellites', async () => {
  let saved: OrreryVariableQuery = { refId: 'v', list: 'bodies' };
  const datasource = testDataSource();
  function Host() {
    const [query, setQuery] = useState(saved);
    const change = (next: OrreryVariableQuery) => {
      saved = next;
      setQuery(next);
    };
    return <VariableQueryEditor datasource={datasource} query={query} onChange={change} onRunQuery={jest.fn()} />;
  }
  render(<Host />);
  expect(screen.queryByRole('combobox', { name: 'Group' })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('combobox', { name: 'Values of' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Satellites' }));
  expect(saved).toEqual({ refId: 'v', list: 'satellites' });
  await userEvent.click(screen.getByRole('combobox', { name: 'Group' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Brightest' }));
  expect(saved).toEqual({ refId: 'v', list: 'satellites', group: 'visual' });
});
