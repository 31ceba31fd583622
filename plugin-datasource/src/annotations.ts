import type { AnnotationEvent, AnnotationSupport, DataFrame } from '@grafana/data';
import { of } from 'rxjs';
import { AnnotationQueryEditor } from './components/AnnotationQueryEditor.tsx';
import { DEFAULT_ANNOTATION_QUERY, withDefaults } from './queries.ts';
import type { OrreryQuery } from './types.ts';

/** Annotations from `skyEvents` (or any table with a time), with its kind, its body and what it forecasts as tags. */
export function annotationSupport(): AnnotationSupport<OrreryQuery> {
  return {
    getDefaultQuery: () => DEFAULT_ANNOTATION_QUERY,
    prepareQuery: (annotation) =>
      withDefaults(
        { ...annotation.target, refId: annotation.target?.refId ?? 'Anno' } as OrreryQuery,
        DEFAULT_ANNOTATION_QUERY
      ),
    processEvents: (_annotation, frames) => of(frames.flatMap(eventsOf)),
    QueryEditor: AnnotationQueryEditor,
  };
}

/** The rows of a frame as events; rows without a time are left out. */
export function eventsOf(frame: DataFrame): AnnotationEvent[] {
  const column = (name: string) => frame.fields.find((field) => field.name === name)?.values;
  const [time, timeEnd, title, text, kind, body, target] = [
    'time',
    'timeEnd',
    'title',
    'text',
    'kind',
    'body',
    'target',
  ].map(column);
  const events: AnnotationEvent[] = [];
  for (let row = 0; row < frame.length; row++) {
    const start: unknown = time?.[row];
    const end: unknown = timeEnd?.[row];
    if (typeof start !== 'number') {
      continue;
    }
    events.push({
      time: start,
      ...(typeof end === 'number' && end > start ? { timeEnd: end, isRegion: true } : { isRegion: false }),
      title: words(title?.[row]),
      text: words(text?.[row]),
      tags: [kind?.[row], body?.[row], target?.[row]].map(words).filter((tag) => tag !== ''),
    });
  }
  return events;
}

const words = (value: unknown) => (typeof value === 'string' ? value : '');
