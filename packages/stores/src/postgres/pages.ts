import { REVISIONS, type Observation } from '@orrery/contract';
import type { Pool } from 'pg';
import type { createLabels } from './labels.ts';
import { toMs, toTime } from './upsert.ts';

/** Rows of one page of an export. */
const PAGE = 10_000;

interface Row {
  readonly timeMs: number;
  readonly value: number | null;
  readonly rank: number;
  readonly source: string;
  readonly retrievedAtMs: number;
}

/** All revisions of a range with where they come from, page by page. */
export async function* pagesOfPoints(
  { pool, labels }: { readonly pool: Pool; readonly labels: ReturnType<typeof createLabels> },
  series: string,
  fromMs: number,
  untilMs: number,
): AsyncGenerator<Observation> {
  const id = await labels.find(series);
  let [afterMs, afterRank] = [fromMs, -1];
  while (id !== null) {
    const { rows } = await pool.query<Row>(
      `SELECT ${toMs('o.time')} AS "timeMs", o.value, o.revision AS rank, source.name AS source, ${toMs('o.retrieved_at')} AS "retrievedAtMs"
       FROM observation AS o JOIN label AS source ON source.id = o.source_id
       WHERE o.series_id = $1 AND o.time >= ${toTime('$2')} AND o.time <= ${toTime('$3')} AND (o.time > ${toTime('$2')} OR o.revision > $4)
       ORDER BY o.time, o.revision LIMIT ${PAGE}`,
      [id, afterMs, untilMs, afterRank],
    );
    for (const { rank, ...row } of rows) {
      [afterMs, afterRank] = [row.timeMs, rank];
      yield { kind: 'observation', series, ...row, revision: REVISIONS[rank]! };
    }
    if (rows.length < PAGE) return;
  }
}

/** Series that have points. Labels are names of series and of sources. */
export async function seriesNames(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT name FROM label WHERE EXISTS (SELECT FROM observation WHERE series_id = label.id) ORDER BY name COLLATE "C"',
  );
  return rows.map(({ name }) => name);
}
