import { DAY_MS } from '@orrery/contract';
import { SourceError } from '../../../http/errors.ts';
import type { ExtractContext, RawResponse, Source } from '../../source.ts';
import { claimOf, jplRows, readJpl } from '../answer.ts';
import { jpl, JPL } from '../provider.ts';
import { addressOf } from '../../ask.ts';
import { isRow } from '../../../parsing/rows.ts';
import { CLOSE_APPROACHES, transformSmallBody } from './transform.ts';

/** Objects asked for in one run: a person would not ask for more in an hour. */
const PER_RUN = 10;
/** Orbits are improved after each apparition; once a month is enough for a table. */
const REFRESH_DAYS = 30;

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * Designations of the objects that pass within ten lunar distances in the next month, as JPL lists them now; none where
 * nothing is new.
 */
async function seenNow(context: ExtractContext): Promise<readonly string[]> {
  const query = new URLSearchParams({
    'date-min': day(context.nowMs),
    'date-max': day(context.nowMs + 30 * DAY_MS),
    'dist-max': '10LD',
    sort: 'dist',
  });
  const answer = await context.request(addressOf(context, jpl, `/cad.api?${query}`));
  const json = answer === null ? null : readJpl(answer, CLOSE_APPROACHES, '1');
  const rows = isRow(json) && claimOf(json) !== 0 ? jplRows(json, ['des']) : [];
  if (typeof rows === 'string') return [];
  return rows.flatMap((row) => (isRow(row) && typeof row['des'] === 'string' ? row['des'] : []));
}

/**
 * An object's answer; null where JPL does not know it by this designation, which must not keep the others from being
 * asked for.
 */
async function askOne(context: ExtractContext, designation: string): Promise<RawResponse | null> {
  const query = new URLSearchParams({ des: designation, 'phys-par': '1', discovery: '1' });
  try {
    return await context.request(addressOf(context, jpl, `/sbdb.api?${query}`));
  } catch (error) {
    if (error instanceof SourceError && error.kind === 'badStatus') return null;
    throw error;
  }
}

const extract: Source['extract'] = async (context) => {
  const { nowMs, cursor } = context;
  const seen = new Set([...(cursor?.wanted ?? []), ...(await seenNow(context))]);
  const staleMs = nowMs - REFRESH_DAYS * DAY_MS;
  const askedMs = Object.fromEntries(Object.entries(cursor?.askedMs ?? {}).filter(([, ms]) => ms > staleMs));
  const due = [...seen].filter((designation) => !(designation in askedMs));
  const answers: RawResponse[] = [];
  for (const designation of due.slice(0, PER_RUN)) {
    try {
      const answer = await askOne(context, designation);
      if (answer) answers.push(answer);
      askedMs[designation] = nowMs;
    } catch (error) {
      // The host fails: what came is loaded, the rest waits. A run without any answer fails, so that it is seen.
      if (answers.length === 0) throw error;
      break;
    }
  }
  await context.setCursor({ wanted: due.filter((designation) => !(designation in askedMs)), askedMs });
  return answers;
};

/**
 * Details of the objects that pass near by. It asks for the designations first (a short list of the close approaches),
 * then for those whose details are missing or a month old, ten a run; the rest waits in its state for the next.
 */
export const jplSbdb: Source = {
  info: {
    ...JPL,
    id: 'jpl-sbdb',
    title: 'Small bodies',
    address: 'https://ssd-api.jpl.nasa.gov/doc/sbdb.html',
    cadenceMs: 3_600_000,
    naturalKey: 'Designation',
    provides: [{ name: 'smallBody', unit: 'none', title: 'Orbits and physical data of asteroids and comets' }],
  },
  provider: jpl,
  extract,
  transform: transformSmallBody,
};
