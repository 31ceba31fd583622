import React from 'react';
import type { QueryEditorProps } from '@grafana/data';
import { DEFAULT_ANNOTATION_QUERY, withDefaults } from '../queries.ts';
import type { OrrerySource } from '../source.ts';
import type { OrreryOptions, OrreryQuery } from '../types.ts';
import { QueryForm } from './QueryForm.tsx';

type Props = QueryEditorProps<OrrerySource, OrreryQuery, OrreryOptions>;

/**
 * The editor of annotations: the same form, starting with events. Grafana saves the query as the annotation's target.
 */
export function AnnotationQueryEditor({ datasource, query, onChange }: Props) {
  return (
    <QueryForm datasource={datasource} query={withDefaults(query, DEFAULT_ANNOTATION_QUERY)} onChange={onChange} />
  );
}
