import { dateMath, rangeUtil, type TimeRange } from '@grafana/data';
import { SceneTimeRangeTransformerBase, type SceneTimeRangeState } from '@grafana/scenes';

interface PanelTimeRangeState extends SceneTimeRangeState {
  /** How long before now the panel's own range begins, `7d` say. */
  readonly timeFrom: string;
}

/**
 * A panel's own time range ("relative time" in Grafana): from `timeFrom` ago until now, whatever the dashboard shows.
 */
export function rangeBefore(timeFrom: string): TimeRange {
  const raw = { from: `now-${timeFrom}`, to: 'now' };
  const [from, to] = [
    dateMath.toDateTime(raw.from, { roundUp: false }),
    dateMath.toDateTime(raw.to, { roundUp: true }),
  ];
  if (!from || !to) throw new Error(`The panel's relative time "${timeFrom}" is no duration; 7d, 24h and 30m are`);
  return { from, to, raw };
}

/** Follows the dashboard's refresh, not its range. */
export class PanelTimeRange extends SceneTimeRangeTransformerBase<PanelTimeRangeState> {
  constructor(timeFrom: string) {
    super({ timeFrom, from: `now-${timeFrom}`, to: 'now', value: rangeBefore(timeFrom) });
  }

  protected ancestorTimeRangeChanged(): void {
    this.setState({ value: rangeBefore(this.state.timeFrom) });
  }
}

/** `Last 7 days`: the words for such a range. */
export const describeRange = (timeFrom: string): string =>
  rangeUtil.describeTimeRange({ from: `now-${timeFrom}`, to: 'now' });
