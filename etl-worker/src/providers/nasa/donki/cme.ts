import { asRow, type Row, optionalFlag, optionalNumber, optionalText } from '../../../parsing/rows.ts';
import { parseUtc } from '../../../parsing/time.ts';

/** One measurement of a CME; angles in degrees (heliographic), speed km/s, times epoch ms UTC. */
export interface CmeAnalysis {
  readonly mostAccurate: boolean;
  /** When the front passes 21.5 solar radii. */
  readonly time21_5Ms: number | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly halfAngle: number | null;
  readonly speed: number | null;
  /** S, C, O, R or ER: below 500, 1000, 2000, 3000 km/s and above. */
  readonly type: string | null;
  /** 0 real time, 1 checked, 2 retrospective. */
  readonly levelOfData: number | null;
  readonly submittedMs: number | null;
  /** Runs of WSA-ENLIL: when a shock is to arrive at the Earth. */
  readonly arrivals: readonly {
    readonly completedMs: number | null;
    readonly arrivalMs: number | null;
    readonly glancing: boolean | null;
  }[];
}

const listOf = (row: Row, field: string): readonly unknown[] => (Array.isArray(row[field]) ? row[field] : []);

/** Analyses of a CME record. Throws BadRecord. */
export function analysesOf(event: Row): readonly CmeAnalysis[] {
  return listOf(event, 'cmeAnalyses').map((entry) => {
    const row = asRow(entry);
    return {
      mostAccurate: optionalFlag(row, 'isMostAccurate') ?? false,
      time21_5Ms: parseUtc(row['time21_5']),
      latitude: optionalNumber(row, 'latitude'),
      longitude: optionalNumber(row, 'longitude'),
      halfAngle: optionalNumber(row, 'halfAngle'),
      speed: optionalNumber(row, 'speed'),
      type: optionalText(row, 'type'),
      levelOfData: optionalNumber(row, 'levelOfData'),
      submittedMs: parseUtc(row['submissionTime']),
      arrivals: listOf(row, 'enlilList').map((run) => {
        const model = asRow(run);
        return {
          completedMs: parseUtc(model['modelCompletionTime']),
          arrivalMs: parseUtc(model['estimatedShockArrivalTime']),
          glancing: optionalFlag(model, 'isEarthGB'),
        };
      }),
    };
  });
}

/**
 * The analysis that stands for the CME: among the most accurate the best checked, then the latest; null where there is
 * none.
 */
export function bestAnalysis(analyses: readonly CmeAnalysis[]): CmeAnalysis | null {
  const rank = (a: CmeAnalysis): readonly number[] => [Number(a.mostAccurate), a.levelOfData ?? -1, a.submittedMs ?? 0];
  return analyses.reduce<CmeAnalysis | null>((best, next) => {
    if (best === null) return next;
    const [mine, theirs] = [rank(next), rank(best)];
    const i = mine.findIndex((value, k) => value !== theirs[k]);
    return i >= 0 && mine[i]! > theirs[i]! ? next : best;
  }, null);
}
