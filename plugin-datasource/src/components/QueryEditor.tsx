import React from 'react';
import type { QueryEditorProps } from '@grafana/data';
import { withDefaults } from '../queries.ts';
import type { OrrerySource } from '../source.ts';
import type { OrreryOptions, OrreryQuery } from '../types.ts';
import { QueryForm } from './QueryForm.tsx';

type Props = QueryEditorProps<OrrerySource, OrreryQuery, OrreryOptions>;

/** The editor of panels, Explore and alert rules: each change runs the query at once. */
export function QueryEditor({ datasource, query, onChange, onRunQuery }: Props) {
  const change = (next: OrreryQuery) => {
    onChange(next);
    onRunQuery();
  };
  return <QueryForm datasource={datasource} query={withDefaults(query)} onChange={change} />;
}
