import type { Frame } from '@orrery/contract';

/**
 * A column as the views read it. Grafana's data frames fit as they are; frames of the service are converted by
 * `sceneFrame`. Times are epoch ms UTC.
 */
export interface SceneField {
  readonly name: string;
  readonly type: string;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly values: ArrayLike<unknown>;
  readonly config?: { readonly unit?: string | undefined; readonly displayName?: string | undefined };
  /** How the host formats a value of this column (unit, decimals); if absent, the default format is used. */
  readonly format?: (value: number) => string;
}

export interface SceneFrame {
  readonly name?: string | undefined;
  readonly meta?: { readonly custom?: Readonly<Record<string, unknown>> | undefined } | undefined;
  readonly fields: readonly SceneField[];
}

/** Kinds of frames that the views draw. */
const FRAME_KINDS = ['ephemeris', 'skyEvents', 'satelliteTrack', 'satelliteElements', 'aurora'] as const;
export type FrameKind = (typeof FRAME_KINDS)[number] | 'other';

/** A place on the Earth: degrees north and east, metres. */
export interface ObserverPlace {
  readonly latitude: number;
  readonly longitude: number;
  readonly elevation: number;
  readonly name?: string;
}

/** A frame of the service as the views read it. */
export function sceneFrame(frame: Frame): SceneFrame {
  const { name, meta, fields } = frame.schema;
  return {
    name,
    meta: { custom: meta.custom },
    fields: fields.map((field, i) => ({
      name: field.name,
      type: field.type,
      labels: field.labels,
      values: frame.data.values[i] ?? [],
      config: field.config,
    })),
  };
}

/** The first column of that name, or undefined. */
export function fieldNamed(frame: SceneFrame, name: string): SceneField | undefined {
  return frame.fields.find((field) => field.name === name);
}

/** The first time column, or undefined. */
export function timeField(frame: SceneFrame): SceneField | undefined {
  return frame.fields.find((field) => field.type === 'time');
}

const has = (frame: SceneFrame, ...names: readonly string[]): boolean =>
  names.every((name) => fieldNamed(frame, name) !== undefined);

/**
 * Kind of a frame: frames of the service name their query type, those of other sources are recognised by their fields.
 */
export function frameKind(frame: SceneFrame): FrameKind {
  const queryType = frame.meta?.custom?.['queryType'];
  if (typeof queryType === 'string') return FRAME_KINDS.find((kind) => kind === queryType) ?? 'other';
  return kindOfFields(frame);
}

function kindOfFields(frame: SceneFrame): FrameKind {
  if (has(frame, 'line1', 'line2') || (has(frame, 'omm') && has(frame, 'noradId'))) return 'satelliteElements';
  if (has(frame, 'kind', 'time') && (has(frame, 'title') || has(frame, 'text'))) return 'skyEvents';
  if (timeField(frame) === undefined) return 'other';
  if (has(frame, 'latitude', 'longitude')) return 'satelliteTrack';
  const ofBody = (field: SceneField): boolean => field.type === 'number' && field.labels?.['body'] !== undefined;
  return frame.fields.some(ofBody) ? 'ephemeris' : 'other';
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** `"50.1,14.4"` or `"50.1,14.4,300"` as a place; null if the text is something else, such as a site id. */
export function parsePlace(text: string): ObserverPlace | null {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length < 2 || parts.length > 3 || parts.some((part) => part === '')) return null;
  const [latitude, longitude, elevation = 0] = parts.map(Number);
  if (!isNumber(latitude) || !isNumber(longitude) || !isNumber(elevation)) return null;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 360 ? { latitude, longitude, elevation } : null;
}

function placeOfMeta(frame: SceneFrame): ObserverPlace | null {
  const given = frame.meta?.custom?.['observer'];
  if (typeof given !== 'object' || given === null) return null;
  const place: Readonly<Record<string, unknown>> = { ...given };
  const { latitude, longitude, elevation, name } = place;
  if (!isNumber(latitude) || !isNumber(longitude)) return null;
  return {
    latitude,
    longitude,
    elevation: isNumber(elevation) ? elevation : 0,
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
  };
}

function placeOfLabels(frame: SceneFrame): ObserverPlace | null {
  for (const field of frame.fields) {
    const label = field.labels?.['observer'];
    const place = label === undefined ? null : parsePlace(label);
    if (place) return place;
  }
  return null;
}

/** The observer that the frames were computed for: `meta.custom.observer`, else a label `observer` with coordinates. */
export function observerOfFrames(frames: readonly SceneFrame[]): ObserverPlace | null {
  for (const find of [placeOfMeta, placeOfLabels]) {
    for (const frame of frames) {
      const place = find(frame);
      if (place) return place;
    }
  }
  return null;
}
