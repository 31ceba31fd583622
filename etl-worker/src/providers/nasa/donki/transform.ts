import { SPACE_WEATHER_KIND_NAMES, SPACE_WEATHER_KINDS, type SpaceWeatherKind } from '@orrery/contract';
import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Documented, type RawText } from '../../../records/collector.ts';
import {
  asRow,
  BadRecord,
  isRow,
  parseJson,
  timeOf,
  type Row,
  optionalNumber,
  optionalText,
  requiredNumber,
  requiredText,
} from '../../../parsing/rows.ts';
import { parseUtc } from '../../../parsing/time.ts';
import { analysesOf, bestAnalysis } from './cme.ts';
import { fluxOfClass } from './flare.ts';

/** Where each service keeps its id; CMEs and shocks call it by its general name. */
const ID_FIELDS = ['activityID', 'flrID', 'gstID', 'sepID', 'hssID', 'mpcID', 'rbeID'] as const;
const KIND_OF_CODE = new Map(SPACE_WEATHER_KIND_NAMES.map((kind) => [SPACE_WEATHER_KINDS[kind].code as string, kind]));

/** What belongs to one kind: when it was and how strong. */
interface Strength {
  readonly timeMs: number;
  readonly timeEndMs: number | null;
  readonly title: string;
  readonly magnitude: string | null;
  readonly magnitudeValue: number | null;
  readonly extra: Readonly<Record<string, unknown>>;
}

function identify(row: Row): { readonly id: string; readonly kind: SpaceWeatherKind } {
  const id = ID_FIELDS.map((field) => row[field]).find((value) => typeof value === 'string') ?? '';
  const code = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-([A-Z]{3})-\d{3}$/.exec(id as string)?.[1] ?? '';
  const kind = KIND_OF_CODE.get(code);
  if (kind === undefined) throw new BadRecord(`"${String(id)}" is no id of a known kind of event`);
  return { id: id as string, kind };
}

/** A time that may be missing; one that is there must be readable. Throws BadRecord. */
const optionalTime = (row: Row, field: string): number | null =>
  row[field] === undefined || row[field] === null || row[field] === '' ? null : timeOf(row, field);

function flare(row: Row): Strength {
  const magnitude = requiredText(row, 'classType');
  const region = optionalNumber(row, 'activeRegionNum');
  return {
    timeMs: timeOf(row, 'beginTime'),
    timeEndMs: optionalTime(row, 'endTime'),
    title: `${magnitude} flare${region === null ? '' : ` from region ${region}`}`,
    magnitude,
    magnitudeValue: fluxOfClass(magnitude),
    extra: { peakMs: optionalTime(row, 'peakTime') },
  };
}

function cme(row: Row): Strength {
  const analyses = analysesOf(row);
  const best = bestAnalysis(analyses);
  const speed = best?.speed ?? null;
  return {
    timeMs: timeOf(row, 'startTime'),
    timeEndMs: null,
    title: speed === null ? 'Coronal mass ejection' : `CME of ${Math.round(speed)} km/s`,
    magnitude: speed === null ? null : `${Math.round(speed)} km/s`,
    magnitudeValue: speed,
    extra: { halfAngle: best?.halfAngle ?? null, analyses },
  };
}

function storm(row: Row): Strength {
  const list: readonly unknown[] = Array.isArray(row['allKpIndex']) ? row['allKpIndex'] : [];
  const kpIndex = list.map((entry) => {
    const one = asRow(entry);
    const kp = requiredNumber(one, 'kpIndex');
    if (kp < 0 || kp > 9) throw new BadRecord(`kpIndex: ${kp} is not within 0 … 9`);
    return { timeMs: timeOf(one, 'observedTime'), kp, source: optionalText(one, 'source') };
  });
  const max = kpIndex.reduce<number | null>((most, { kp }) => Math.max(most ?? kp, kp), null);
  const endMs = kpIndex.reduce<number | null>((last, { timeMs }) => Math.max(last ?? timeMs, timeMs), null);
  return {
    timeMs: timeOf(row, 'startTime'),
    timeEndMs: endMs,
    title: max === null ? 'Geomagnetic storm' : `Geomagnetic storm of Kp ${max}`,
    magnitude: max === null ? null : `Kp ${max}`,
    magnitudeValue: max,
    extra: { kpIndex },
  };
}

const moment =
  (kind: SpaceWeatherKind) =>
  (row: Row): Strength => {
    const where = optionalText(row, 'location');
    return {
      timeMs: timeOf(row, 'eventTime'),
      timeEndMs: null,
      title: SPACE_WEATHER_KINDS[kind].title + (where === null ? '' : ` at ${where}`),
      magnitude: null,
      magnitudeValue: null,
      extra: {},
    };
  };

const STRENGTHS: Readonly<Record<SpaceWeatherKind, (row: Row) => Strength>> = {
  flare,
  cme,
  geomagneticStorm: storm,
  solarEnergeticParticle: moment('solarEnergeticParticle'),
  highSpeedStream: moment('highSpeedStream'),
  interplanetaryShock: moment('interplanetaryShock'),
  magnetopauseCrossing: moment('magnetopauseCrossing'),
  radiationBeltEnhancement: moment('radiationBeltEnhancement'),
};

function namesOf(row: Row, field: string, name: string): string[] {
  const list = row[field];
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new BadRecord(`${field}: a list is needed`);
  return (list as readonly unknown[]).map((entry) => requiredText(asRow(entry), name));
}

function eventOf(row: Row): Documented {
  const { id, kind } = identify(row);
  const { timeMs, timeEndMs, title, magnitude, magnitudeValue, extra } = STRENGTHS[kind](row);
  if (timeEndMs !== null && timeEndMs < timeMs) throw new BadRecord('it ends before it begins');
  return {
    collection: 'spaceWeatherEvent',
    id,
    timeMs,
    timeEndMs,
    title,
    linked: namesOf(row, 'linkedEvents', 'activityID'),
    body: JSON.stringify({
      kind,
      magnitude,
      magnitudeValue,
      peakMs: null,
      location: optionalText(row, kind === 'interplanetaryShock' ? 'location' : 'sourceLocation'),
      activeRegion: optionalNumber(row, 'activeRegionNum'),
      instruments: namesOf(row, 'instruments', 'displayName'),
      note: optionalText(row, 'note'),
      link: optionalText(row, 'link'),
      version: optionalNumber(row, 'versionId'),
      submittedMs: parseUtc(row['submissionTime']),
      ...extra,
    }),
  };
}

const versionOf = (row: unknown): number => (isRow(row) && typeof row['versionId'] === 'number' ? row['versionId'] : 0);

/**
 * Events of one service of DONKI. Of versions of one event in the same answer the highest holds. An empty body is how
 * DONKI says that there was none. Ids tell the kind, so the answer may even mix them.
 */
export function transformDonki(raw: RawText): Transformed {
  const json = raw.body.trim() === '' ? [] : parseJson(raw.body);
  if (json === undefined) return unreadable('the body is no JSON, it may be cut short', raw);
  if (!Array.isArray(json)) return unreadable('unknown shape: a list of events is needed', raw);
  const collector = createCollector(raw, { source: 'nasa-donki' });
  const newest = new Map<string, { readonly event: Documented; readonly row: unknown }>();
  for (const row of [...(json as readonly unknown[])].sort((a, b) => versionOf(a) - versionOf(b))) {
    collector.attempt(row, () => {
      const event = eventOf(asRow(row));
      newest.set(event.id, { event, row });
    });
  }
  for (const { event, row } of newest.values()) collector.document(event, row);
  return collector.finish();
}
