import { makeFrame, numberColumn, timeColumn, UNITS, type AuroraBody, type Frame, type Notice } from '@orrery/contract';
import { readable } from '../../data/documents.ts';
import type { DocumentReader } from '../../data/readers.ts';
import { iso } from '../../text.ts';
import type { QueryHandler } from '../handler.ts';

/** OVATION forecasts as far ahead as the solar wind takes from L1 to the Earth: 30 to 90 minutes. */
const MAX_LEAD_MS = 90 * 60_000;
/** Grids that may lie between an observation and the longest lead; the newest that was observed in time is taken. */
const MAX_GRIDS = 20;

interface Grid {
  readonly body: AuroraBody;
  readonly retrievedAtMs: number;
}

/** `aurora`: the newest grid that was observed by the end of the range and is not over at its begin; a row per cell. */
export function createAuroraHandler(documents: DocumentReader): QueryHandler<'aurora'> {
  return {
    async run({ refId, minProbability = 0 }, { fromMs, toMs }) {
      const grid = await newestGrid(documents, fromMs, toMs);
      return [auroraFrame(refId, grid, minProbability)];
    },
  };
}

async function newestGrid(documents: DocumentReader, fromMs: number, toMs: number): Promise<Grid | null> {
  const found = await documents.find('aurora', { fromMs, toMs: toMs + MAX_LEAD_MS, limit: MAX_GRIDS });
  for (const document of found) {
    const [row] = readable(documents, 'aurora', [document]);
    if (row && row.body.observedMs <= toMs) return { body: row.body, retrievedAtMs: document.retrievedAtMs };
  }
  return null;
}

function auroraFrame(refId: string, grid: Grid | null, minProbability: number): Frame {
  const cells = grid === null ? [] : cellsOf(grid.body, minProbability);
  const none: Notice = { severity: 'info', text: 'No aurora forecast here in this range.' };
  const said = grid && {
    observedAt: iso(grid.body.observedMs),
    forecastFor: iso(grid.body.forecastMs),
    retrievedAt: iso(grid.retrievedAtMs),
  };
  const column = (name: string, unit: string, of: (cell: Cell) => number) =>
    numberColumn(name, cells.map(of), { config: { unit } });
  return makeFrame(
    refId,
    'Aurora',
    [
      timeColumn(
        'time',
        cells.map(() => grid?.body.forecastMs ?? null),
      ),
      column('latitude', UNITS.degree, ({ latitude }) => latitude),
      column('longitude', UNITS.degree, ({ longitude }) => longitude),
      column('probability', UNITS.percent, ({ probability }) => probability),
    ],
    {
      preferredVisualisationType: 'table',
      ...(grid === null ? { notices: [none] } : {}),
      custom: { source: 'NOAA SWPC, OVATION', ...said },
    },
  );
}

interface Cell {
  readonly latitude: number;
  readonly longitude: number;
  /** Percent. */
  readonly probability: number;
}

/** Cells above zero and not below the least probability, from south to north, each from longitude 0 eastward. */
function cellsOf({ values }: AuroraBody, minProbability: number): Cell[] {
  return values.flatMap((row, i) =>
    row.flatMap((probability, east): Cell[] => {
      if (probability === null || probability <= 0 || probability < minProbability) return [];
      return [{ latitude: i - 90, longitude: east > 180 ? east - 360 : east, probability }];
    }),
  );
}
