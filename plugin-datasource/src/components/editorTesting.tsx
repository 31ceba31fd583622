import React, { useState } from 'react';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { OrreryDataSource } from '../datasource.ts';
import { testDataSource } from '../testing.ts';
import type { OrreryQuery } from '../types.ts';
import { QueryEditor } from './QueryEditor.tsx';

interface Shown {
  readonly saved: () => OrreryQuery;
  readonly runs: jest.Mock;
}

/** Renders the editor of a query in a host that stores its changes. */
export async function show(
  query: Partial<OrreryQuery>,
  datasource: OrreryDataSource = testDataSource()
): Promise<Shown> {
  const runs = jest.fn();
  let saved = { refId: 'A', ...query } as OrreryQuery;
  function Host() {
    const [current, setCurrent] = useState(saved);
    const change = (next: OrreryQuery) => {
      saved = next;
      setCurrent(next);
    };
    return <QueryEditor datasource={datasource} query={current} onChange={change} onRunQuery={runs} />;
  }
  render(<Host />);
  await act(async () => {
    await datasource.getCatalog().catch(() => undefined);
  });
  return { saved: () => saved, runs };
}

/** The input with that label. */
export const field = (label: string) => screen.getByLabelText(label, { selector: 'input' });

/** Chooses an option of a field. */
export async function choose(label: string, option: string | RegExp) {
  await userEvent.click(field(label));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

/** Types a value that a field does not offer. */
export async function type(label: string, text: string) {
  await userEvent.click(field(label));
  await userEvent.keyboard(text);
  await screen.findByRole('option', { name: /custom value/i });
  await userEvent.keyboard('{ArrowDown}{Enter}');
}
