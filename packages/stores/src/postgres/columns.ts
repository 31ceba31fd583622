import { REVISIONS, type Observation } from '@orrery/contract';

/** Arrays as parameters of a statement: those of the runs (series, revision, source, retrieval, first, last), then times and values. */
export type Columns = readonly [number[], number[], number[], number[], number[], number[], string, string];

/**
 * Points in columns, those that differ in time and value alone as a run: two numbers a point to write and to read instead of six. `first` and `last`
 * of a run are places in the columns of times and values, from 1, as PostgreSQL counts.
 */
export function columnsOf(points: readonly Observation[], ids: ReadonlyMap<string, number>): Columns {
  const firsts = points.flatMap((point, i) => (i > 0 && isSameRun(points[i - 1]!, point) ? [] : [i]));
  const ofRuns = (pick: (first: Observation) => number): number[] => firsts.map((i) => pick(points[i]!));
  return [
    ofRuns(({ series }) => ids.get(series)!),
    ofRuns(({ revision }) => REVISIONS.indexOf(revision)),
    ofRuns(({ source }) => ids.get(source)!),
    ofRuns(({ retrievedAtMs }) => retrievedAtMs),
    firsts.map((i) => i + 1),
    [...firsts.slice(1), points.length],
    `{${points.map(({ timeMs }) => timeMs).join(',')}}`,
    `{${points.map(({ value }) => value ?? 'NULL').join(',')}}`,
  ];
}

const isSameRun = (a: Observation, b: Observation): boolean =>
  a.series === b.series && a.revision === b.revision && a.source === b.source && a.retrievedAtMs === b.retrievedAtMs;
