import { describe, expect, it } from 'vitest';
import { historyFileOf } from './files.ts';

describe('a history file', () => {
  it.each([
    ['solar-wind/omni2_2024.dat.gz', 'omni2'],
    ['omni2_1998.dat', 'omni2'],
    ['space-weather/SW-All_1957-10_2024-12.csv.gz', 'celestrak-space-weather'],
    ['SW-Last5Years.csv', 'celestrak-space-weather'],
    ['Kp_ap_2016.txt.gz', 'gfz-indices'],
    ['Kp_ap_Ap_SN_F107_since_1932.txt', 'gfz-indices'],
    ['reference/finals2000A.all.gz', 'iers-orientation'],
    ['2024-08_observed-solar-cycle-indices.json.gz', 'swpc-solar-cycle'],
  ])('%s is known as %s', (path, id) => expect(historyFileOf(path)?.info.id).toBe(id));

  it.each(['PROVENANCE.md', 'omni2_2024.csv.bak', 'stars.6.json'])('%s is none', (path) =>
    expect(historyFileOf(path)).toBeNull(),
  );
});
