import React from 'react';
import type { AnnotationQuery, QueryEditorProps } from '@grafana/data';
import type { OrreryDataSource } from '../datasource.ts';
import { DEFAULT_ANNOTATION_QUERY, withDefaults } from '../queries.ts';
import type { OrreryOptions, OrreryQuery } from '../types.ts';
import { QueryForm } from './QueryForm.tsx';

interface Props extends QueryEditorProps<OrreryDataSource, OrreryQuery, OrreryOptions> {
  readonly annotation?: AnnotationQuery<OrreryQuery>;
  readonly onAnnotationChange?: (annotation: AnnotationQuery<OrreryQuery>) => void;
}

/** The editor of annotations: the same form, saved as the annotation's target. */
export function AnnotationQueryEditor({ datasource, query, onChange, annotation, onAnnotationChange }: Props) {
  const target = withDefaults({ ...query, ...annotation?.target, refId: 'Anno' }, DEFAULT_ANNOTATION_QUERY);
  const change = (next: OrreryQuery) => {
    if (annotation && onAnnotationChange) {
      onAnnotationChange({ ...annotation, target: next });
    } else {
      onChange(next);
    }
  };
  return <QueryForm datasource={datasource} query={target} onChange={change} />;
}
