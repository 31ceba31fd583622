import { OrreryError, type ObservationsQuery, type SeriesEntry, DAY_MS, HOUR_MS } from '@orrery/contract';
import type { Resolution, SeriesBucket, SeriesPoint } from '@orrery/stores';
import type { ArchiveReader, SeriesReader } from '../../data/readers.ts';
import {
  answerBucket,
  answerPoint,
  bucketLength,
  bucketsOfPoints,
  regroup,
  withGaps,
  type AnswerPoint,
} from './buckets.ts';

const LENGTHS: Readonly<Record<Resolution, number>> = { hour: HOUR_MS, day: DAY_MS };

/**
 * So few values are read one by one, and put into buckets here where the answer has room for fewer: the source may have
 * given less often than it says.
 */
const CHEAP_POINTS = 2000;

/** Where an answer was read: points as stored, buckets of them, or the archive's summaries. */
export type ReadFrom = 'raw' | 'buckets' | Resolution;

export interface ReadSeries {
  readonly points: readonly AnswerPoint[];
  readonly from: ReadFrom;
  /** Distance of points, ms: the length of a bucket or the cadence of the source. */
  readonly intervalMs: number;
}

interface Wanted {
  readonly entry: SeriesEntry;
  readonly fromMs: number;
  readonly toMs: number;
  /** At most so many points in the answer. */
  readonly points: number;
  /** At most so many are read to make one revision's answer. */
  readonly maxPoints: number;
  readonly query: Pick<ObservationsQuery, 'aggregate' | 'revision'>;
}

interface From {
  readonly series: SeriesReader;
  readonly archive: ArchiveReader;
}

/**
 * A series at no more than `points` points. As many values as fit are given as they are; more are put into buckets
 * aligned to the epoch, the first of which may begin before the range. Buckets of an hour and longer come from the
 * archive's summaries, and from the live series where the archive ends. A single revision is always read value by
 * value. Throws `tooLarge` where that is more than `maxPoints`.
 */
export async function readSeries(from: From, wanted: Wanted): Promise<ReadSeries> {
  const { entry, fromMs, toMs, points, query } = wanted;
  const expected = (toMs - fromMs) / entry.cadenceMs + 1;
  if (query.revision !== undefined || expected <= Math.max(points, CHEAP_POINTS)) {
    const read = await readPoints(from, wanted, expected);
    if (read.points.length > 0 || query.revision !== undefined) return read;
  }
  const everyMs = bucketLength(fromMs, toMs, points);
  const resolution: Resolution | null = everyMs >= DAY_MS ? 'day' : everyMs >= HOUR_MS ? 'hour' : null;
  const live = resolution === null ? await from.series.readBuckets(entry.id, fromMs, toMs, everyMs) : [];
  if (live.length > 0) return answerOf(live, everyMs, 'buckets', wanted);
  // The live series may have been thinned out by its retention where the archive still knows the hours.
  const kept = await summaries(from, wanted, resolution ?? 'hour');
  const longMs = Math.max(everyMs, LENGTHS.hour);
  return answerOf(regroup(kept, longMs), longMs, resolution ?? 'hour', wanted);
}

function answerOf(
  buckets: readonly SeriesBucket[],
  everyMs: number,
  from: ReadFrom,
  { entry, query }: Wanted,
): ReadSeries {
  const intervalMs = Math.max(everyMs, entry.cadenceMs);
  const points = buckets.map((bucket) => answerBucket(bucket, query.aggregate));
  return { points: withGaps(points, intervalMs), from, intervalMs };
}

async function readPoints({ series }: From, wanted: Wanted, expected: number): Promise<ReadSeries> {
  const { entry, fromMs, toMs, points, maxPoints, query } = wanted;
  if (expected > maxPoints) {
    const message = `${entry.id}: about ${Math.ceil(expected)} values of the revision ${query.revision} are more than the limit of ${maxPoints} points (maxPoints); ask for a shorter range or leave the revision out.`;
    throw new OrreryError('tooLarge', message);
  }
  const read: readonly SeriesPoint[] = await series.read(entry.id, fromMs, toMs, query.revision);
  const raw = withGaps(read.map(answerPoint), entry.cadenceMs);
  if (raw.length <= points) return { points: raw, from: 'raw', intervalMs: entry.cadenceMs };
  const everyMs = bucketLength(fromMs, toMs, points);
  return answerOf(bucketsOfPoints(read, everyMs), everyMs, 'buckets', wanted);
}

/** Summaries of the archive, and behind its end those of the live series: the archive's sink may lag. */
async function summaries(
  { series, archive }: From,
  { entry, fromMs, toMs }: Wanted,
  resolution: Resolution,
): Promise<readonly SeriesBucket[]> {
  const lengthMs = LENGTHS[resolution];
  const startMs = Math.floor(fromMs / lengthMs) * lengthMs;
  const kept = await archive.summaries(entry.id, resolution, startMs, toMs);
  const last = kept.at(-1);
  const restMs = last ? last.timeMs + lengthMs : fromMs;
  return restMs > toMs ? kept : [...kept, ...(await series.readBuckets(entry.id, restMs, toMs, lengthMs))];
}
