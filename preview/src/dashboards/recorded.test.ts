import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DashboardModel, PanelModel } from './model.ts';
import { demoNotes, withoutUnrecorded } from './recorded.ts';

const PROVISIONED = join(import.meta.dirname, '..', '..', '..', 'provisioning', 'dashboards');

const panel = (id: number, [x, y, w, h]: readonly [number, number, number, number], query: object): PanelModel => ({
  id,
  type: 'timeseries',
  gridPos: { x, y, w, h },
  targets: [{ refId: 'A', ...query }],
});
const observed = (...series: readonly string[]): object => ({ queryType: 'observations', series });
const shown = (panels: readonly PanelModel[], recorded: readonly string[]): readonly PanelModel[] =>
  withoutUnrecorded({ uid: 'a', title: 'A', panels } as DashboardModel, { recorded }).panels ?? [];

describe('a dashboard of the demo', () => {
  it('leaves out what is not recorded and asks for what is', () => {
    const panels = [
      panel(1, [0, 0, 24, 4], observed('kp', 'xrayFlux')),
      panel(2, [0, 4, 24, 4], observed('xrayFlux')),
      panel(3, [0, 8, 24, 4], { queryType: 'closeApproaches' }),
      panel(4, [0, 12, 24, 4], { queryType: 'ephemeris' }),
      panel(5, [0, 16, 24, 4], { queryType: 'forecast', target: '$target' }),
    ];
    const kept = shown(panels, ['kp']);
    expect(kept.map(({ id }) => id)).toEqual([1, 4, 5]);
    expect(kept[0]?.targets?.[0]).toMatchObject({ series: ['kp'] });
  });

  it('closes the gap of a band that went, and shares the width of one that lost a panel', () => {
    const panels = [
      panel(1, [0, 0, 12, 8], observed('xrayFlux')),
      panel(2, [12, 0, 12, 8], observed('protonFlux')),
      panel(3, [0, 8, 8, 6], observed('kp')),
      panel(4, [8, 8, 16, 6], observed('xrayFlux')),
    ];
    expect(shown(panels, ['kp']).map(({ gridPos }) => gridPos)).toEqual([{ x: 0, y: 0, w: 24, h: 6 }]);
  });

  it('refreshes often, but only where it refreshes at all', () => {
    const refreshOf = (refresh: string): unknown =>
      withoutUnrecorded({ uid: 'a', title: 'A', refresh, panels: [] }, { recorded: [] }).refresh;
    expect(refreshOf('5m')).toBe('10s');
    expect(refreshOf('')).toBe('');
  });

  it('stays whole where everything is recorded', () => {
    const panels = [panel(1, [0, 0, 12, 8], observed('kp')), panel(2, [12, 0, 12, 8], observed('dst'))];
    expect(shown(panels, ['kp', 'dst'])).toEqual(panels);
  });

  it('says what must be said of what it shows, and what it does not show', () => {
    const demo = { title: 'a storm', recorded: ['elements'], notes: { elements: 'They are old.', kp: 'Never said.' } };
    const panels = [
      panel(1, [0, 0, 24, 4], { queryType: 'satelliteTrack' }),
      { ...panel(2, [0, 4, 24, 4], observed('kp')), title: 'Kp' },
    ];
    expect(demoNotes({ uid: 'a', title: 'A', panels }, demo)).toEqual([
      'They are old.',
      'Left out, for nothing of them is recorded: Kp.',
    ]);
    expect(demoNotes({ uid: 'a', title: 'A', panels: [] }, demo)).toEqual([]);
  });

  it('has no two panels in one place, whichever of the provisioned ones it is', () => {
    for (const name of readdirSync(PROVISIONED).filter((file) => file.endsWith('.json'))) {
      const dashboard = JSON.parse(readFileSync(join(PROVISIONED, name), 'utf8')) as DashboardModel;
      const cells = (withoutUnrecorded(dashboard, { recorded: ['kp', 'fireball'] }).panels ?? []).flatMap(
        ({ gridPos: { x, y, w, h } }) =>
          Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
      );
      expect(new Set(cells).size, name).toBe(cells.length);
    }
  });
});
