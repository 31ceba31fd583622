import { basename } from 'node:path';
import { celestrakSpaceWeather } from '../providers/celestrak/space-weather/source.ts';
import { gfzIndices } from '../providers/gfz/indices/source.ts';
import { iersOrientation } from '../providers/iers/orientation/source.ts';
import type { RawText } from '../records/collector.ts';
import { provides } from '../series/definitions.ts';
import type { Source, SourceInfo, Transformed } from '../providers/source.ts';
import { swpcSolarCycle } from '../providers/swpc/solar-cycle/source.ts';
import { OMNI2_SERIES, parseOmni2 } from './omni2.ts';

/** A kind of file that `orrery load` knows. */
export interface HistoryFile {
  readonly info: SourceInfo;
  /** Whether a file of this name (without folder and `.gz`) is of this kind. */
  readonly matches: RegExp;
  /** Pure: text in, records out. `retrievedAtMs` is when the file was made or fetched. */
  readonly parse: (raw: RawText) => Transformed;
}

/** What a live source reads, from a file. */
const ofSource = (source: Source, matches: RegExp): HistoryFile => ({
  info: source.info,
  matches,
  parse: (raw) => source.transform({ ...raw, url: 'file:', status: 200, headers: {} }),
});

export const HISTORY_FILES: readonly HistoryFile[] = [
  {
    info: {
      id: 'omni2',
      title: 'OMNI2 hourly solar wind, Dst and AE',
      publisher: 'NASA Space Physics Data Facility',
      terms: 'Free use with acknowledgement of the OMNI data of NASA SPDF.',
      address: 'https://omniweb.gsfc.nasa.gov/html/ow_data.html',
      cadenceMs: 3_600_000,
      politeness: 'Read from files.',
      naturalKey: 'Start of the hour, UTC',
      provides: provides(...OMNI2_SERIES),
    },
    matches: /^omni2_\d{4}\.(dat|txt)$/i,
    parse: parseOmni2,
  },
  ofSource(celestrakSpaceWeather, /^SW-(All|Last5Years).*\.csv$/i),
  ofSource(gfzIndices, /^Kp_ap.*\.txt$/),
  ofSource(iersOrientation, /^finals2000A\.(all|data|daily)(\.txt)?$/i),
  ofSource(swpcSolarCycle, /(observed-solar-cycle-indices|predicted-solar-cycle)\.json$/),
];

/** The kind of a file by its name, null where it is none that can be loaded. */
export function historyFileOf(path: string): HistoryFile | null {
  const name = basename(path).replace(/\.gz$/i, '');
  return HISTORY_FILES.find(({ matches }) => matches.test(name)) ?? null;
}
