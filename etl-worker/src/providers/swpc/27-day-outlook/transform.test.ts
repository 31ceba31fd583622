import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, brief, expectNeverToThrow, rawOf } from '../../../testing/transforms.ts';
import { transformOutlook27 } from './transform.ts';

const HEAD = `:Product: 27-day Space Weather Outlook Table 27DO.txt
:Issued: 2026 Feb 09 0152 UTC
# Prepared by the US Dept. of Commerce, NOAA, Space Weather Prediction Center
#   UTC      Radio Flux   Planetary   Largest
#  Date       10.7 cm      A Index    Kp Index`;
const DAYS = ['2026 Feb 09     172          22          5', '2026 Feb 10     165           0          0'];
const join = (lines: readonly string[]) => [HEAD, ...lines].join('\n');

describe('the 27-day outlook', () => {
  it('is a document and three predicted series of its own', () => {
    const result = transformOutlook27(rawOf(join(DAYS)));
    expect(brief(result)).toEqual([
      'apDailyOutlook 2026-02-09T00:00 22 predicted',
      'f107Outlook 2026-02-09T00:00 172 predicted',
      'kpMaxOutlook 2026-02-09T00:00 5 predicted',
      'apDailyOutlook 2026-02-10T00:00 0 predicted',
      'f107Outlook 2026-02-10T00:00 165 predicted',
      'kpMaxOutlook 2026-02-10T00:00 0 predicted',
    ]);
    expect(result.records.at(-1)).toMatchObject({
      collection: 'outlook',
      id: '27-day-outlook:2026-02-09T01:52:00.000Z',
      timeMs: at('2026-02-09T00:00:00Z'),
      timeEndMs: at('2026-02-11T00:00:00Z'),
    });
  });

  it('is complete with 27 days only', () => {
    const days = Array.from({ length: 27 }, (_, i) => `2026 Mar ${String(i + 1).padStart(2, '0')}     165   8   3`);
    expect(transformOutlook27(rawOf(join(days))).complete).toBe(true);
    expect(transformOutlook27(rawOf(join(days.slice(1))))).toMatchObject({ complete: false, claimed: 27 });
  });

  it('keeps its series whatever line stands between', () => {
    const series = (text: string) => brief(transformOutlook27(rawOf(text)));
    fc.assert(
      fc.property(fc.constantFrom('2026 Feb 30 1 2 3', 'word', '2026 Foo 10 1 2 3', '2026 Feb 11 1 2'), (line) => {
        expect(series(join([DAYS[0]!, line, DAYS[1]!]))).toEqual(series(join(DAYS)));
        expect(transformOutlook27(rawOf(join([...DAYS, line]))).rejects).toHaveLength(1);
      }),
    );
  });

  it('never throws', () => expectNeverToThrow(transformOutlook27));
});
