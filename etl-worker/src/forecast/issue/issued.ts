import { readBody, type ForecastBody, type ForecastTarget } from '@orrery/contract';
import { valueAt, type Column, type LeadPairs } from '@orrery/forecast';
import type { DocumentStore } from '@orrery/stores';

/** Forecasts issued within [fromMs, toMs], oldest first; of one version, or of all. */
export async function readIssued(
  documents: Pick<DocumentStore, 'find'>,
  target: ForecastTarget,
  fromMs: number,
  toMs: number,
  version?: string,
): Promise<readonly ForecastBody[]> {
  const records = await documents.find('forecast', { fromMs, toMs });
  return records
    .filter(({ id, timeMs }) => id.startsWith(`${target}:`) && timeMs >= fromMs)
    .filter(({ id }) => version === undefined || id.endsWith(`:${version}`))
    .flatMap(({ body }) => readBody('forecast', body).body ?? [])
    .sort((a, b) => a.issuedAtMs - b.issuedAtMs);
}

const COLUMNS = ['value', 'median', 'lower80', 'upper80', 'lower95', 'upper95', 'p5', 'storm'] as const;

/**
 * Pairs of forecast and observation by lead; NaN for steps that have not ended or are unknown. All forecasts have the
 * leads of the first.
 */
export function pairsOf(bodies: readonly ForecastBody[], observed: Column): readonly LeadPairs[] {
  const [first] = bodies;
  return (first?.leadHours ?? []).map((leadHours, lead): LeadPairs => {
    const column = (of: (body: ForecastBody) => number | null | undefined): Float64Array =>
      Float64Array.from(bodies, (body) => of(body) ?? NaN);
    const said = COLUMNS.map((name) => [name, column((body) => body[name]?.[lead])] as const);
    return {
      leadHours,
      pairs: {
        issuedAtMs: column(({ issuedAtMs }) => issuedAtMs),
        validAtMs: column(({ validAtMs }) => validAtMs[lead]),
        observed: column(({ validAtMs }) => valueAt(observed, validAtMs[lead] ?? NaN)),
        ...(Object.fromEntries(said) as Record<(typeof COLUMNS)[number], Float64Array>),
      },
    };
  });
}
