import { FieldType, toDataFrame, type AnnotationQuery } from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { annotationSupport, eventsOf } from './annotations.ts';
import type { OrreryQuery } from './types.ts';

const RISE_MS = Date.UTC(2024, 4, 10, 4, 12);
const DUSK_MS = Date.UTC(2024, 4, 10, 19, 40);
const NIGHT_MS = Date.UTC(2024, 4, 10, 21, 55);

const EVENTS = toDataFrame({
  fields: [
    { name: 'time', type: FieldType.time, values: [RISE_MS, DUSK_MS, null] },
    { name: 'timeEnd', type: FieldType.time, values: [null, NIGHT_MS, null] },
    { name: 'kind', type: FieldType.string, values: ['rise', 'twilight', 'set'] },
    { name: 'body', type: FieldType.string, values: ['sun', null, 'sun'] },
    { name: 'target', type: FieldType.string, values: ['kp', null, null] },
    { name: 'title', type: FieldType.string, values: ['Sunrise', 'Evening twilight', 'never'] },
    { name: 'text', type: FieldType.string, values: ['Azimuth 60°', '', ''] },
  ],
});

test('each event becomes an annotation with kind and body as tags, and a region where it lasts', () => {
  expect(eventsOf(EVENTS)).toEqual([
    { time: RISE_MS, isRegion: false, title: 'Sunrise', text: 'Azimuth 60°', tags: ['rise', 'sun', 'kp'] },
    { time: DUSK_MS, timeEnd: NIGHT_MS, isRegion: true, title: 'Evening twilight', text: '', tags: ['twilight'] },
  ]);
});

test('frames without a time give no annotations instead of failing', () => {
  expect(eventsOf(toDataFrame({ fields: [{ name: 'kind', values: ['rise'] }] }))).toEqual([]);
});

test('the events of all frames are passed on', async () => {
  const events = annotationSupport().processEvents?.({ name: 'sky', enable: true, iconColor: 'red' }, [EVENTS, EVENTS]);
  expect(events && (await lastValueFrom(events))).toHaveLength(4);
});

test('an annotation that was never edited queries rise, set and phases at the default site', () => {
  const prepared = annotationSupport().prepareQuery?.({ name: 'sky', enable: true, iconColor: 'red' });
  expect(prepared).toEqual({
    refId: 'Anno',
    queryType: 'skyEvents',
    kinds: ['rise', 'set', 'moonPhase'],
    bodies: ['sun', 'moon'],
    observer: 'default',
  });
});

test('an edited annotation runs the saved query', () => {
  const target: OrreryQuery = { refId: 'Anno', queryType: 'skyEvents', kinds: ['lunarEclipse'] };
  const annotation: AnnotationQuery<OrreryQuery> = { name: 'sky', enable: true, iconColor: 'red', target };
  expect(annotationSupport().prepareQuery?.(annotation)).toEqual(target);
});
