import { MINUTE_MS, type Frame } from '@orrery/contract';
import { describe, expect, it, vi } from 'vitest';
import type { AlertRule } from './rules.ts';
import { durationMs, nextAlerts, type Alert } from './states.ts';
import { createAlertWatch } from './watch.ts';

const node = (refId: string, model: object, datasourceUid = '__expr__') => ({
  refId,
  relativeTimeRange: { from: 600, to: 0 },
  datasourceUid,
  model: { refId, ...model },
});
const RULE: AlertRule = {
  uid: 'storm',
  title: 'Storm',
  condition: 'C',
  noDataState: 'NoData',
  for: '0s',
  labels: { severity: 'warning' },
  annotations: {
    summary: 'Kp of {{ $$labels.site }} is {{ printf "%.1f" $values.B.Value }}',
    __dashboardUid__: 'a',
    __panelId__: '3',
  },
  data: [
    node('A', { queryType: 'observations' }, 'orrery'),
    node('B', { type: 'reduce', expression: 'A', reducer: 'max', settings: { mode: 'dropNN' } }),
    node('C', { type: 'threshold', expression: 'B', conditions: [{ evaluator: { type: 'gt', params: [4.9] } }] }),
  ],
};
const fires = (value: number) => [{ labels: { site: 'here' }, value, firing: value > 4.9 }];
const states = (alerts: readonly Alert[]): readonly string[] => alerts.map(({ state }) => state);

describe('the state of an alert', () => {
  it('is pending until the condition has held as long as the rule says', () => {
    const rule = { ...RULE, for: '15m' };
    const first = nextAlerts(rule, fires(6), [], 0);
    const second = nextAlerts(rule, fires(6), first, 14 * MINUTE_MS);
    const third = nextAlerts(rule, fires(6), second, 15 * MINUTE_MS);
    expect([first, second, third].map(states)).toEqual([['Pending'], ['Pending'], ['Alerting']]);
    expect(states(nextAlerts(rule, fires(2), third, 16 * MINUTE_MS))).toEqual(['Normal']);
  });

  it('keeps the moment at which it began', () => {
    const first = nextAlerts(RULE, fires(6), [], 5);
    expect(nextAlerts(RULE, fires(7), first, 9)[0]?.sinceMs).toBe(5);
    expect(nextAlerts(RULE, fires(1), first, 9)[0]?.sinceMs).toBe(9);
  });

  it('is what the rule says where there is no data, and an error with its reason', () => {
    expect(states(nextAlerts(RULE, [], [], 0))).toEqual(['NoData']);
    expect(states(nextAlerts({ ...RULE, noDataState: 'OK' }, [], [], 0))).toEqual(['Normal']);
    expect(nextAlerts(RULE, new Error('away'), [], 0)[0]).toMatchObject({ state: 'Error', description: 'away' });
  });

  it('says labels and the value in its text, whether the dollar is doubled or not', () => {
    expect(nextAlerts(RULE, fires(6), [], 0)[0]?.summary).toBe('Kp of here is 6.0');
  });
});

it('durations are those of Grafana', () => {
  expect([durationMs('0s'), durationMs('15m'), durationMs('1h30m')]).toEqual([0, 15 * MINUTE_MS, 90 * MINUTE_MS]);
  expect(() => durationMs('soon')).toThrow('"soon" is no duration');
});

it('rules are evaluated by the clock of the data, and changes are kept, newest first', async () => {
  vi.useFakeTimers();
  let [nowMs, kp] = [0, 2];
  const frame = (): Frame => ({
    schema: {
      refId: 'A',
      name: 'kp',
      meta: { type: 'timeseries-wide', typeVersion: [0, 1] },
      fields: [
        { name: 'time', type: 'time', typeInfo: { frame: 'time.Time', nullable: false }, config: {} },
        { name: 'kp', type: 'number', typeInfo: { frame: 'float64', nullable: false }, config: {} },
      ],
    },
    data: { values: [[nowMs], [kp]] },
  });
  const watch = createAlertWatch({
    groups: [{ name: 'g', folder: 'f', interval: '5m', rules: [RULE] }],
    ask: async () => [frame()],
    clock: async () => ({ nowMs, speed: 600 }),
  });
  watch.start();
  await vi.advanceTimersByTimeAsync(0);
  [nowMs, kp] = [20 * MINUTE_MS, 8];
  await vi.advanceTimersByTimeAsync(2000);
  [nowMs, kp] = [40 * MINUTE_MS, 3];
  await vi.advanceTimersByTimeAsync(2000);
  watch.stop();
  const { evaluatedMs, transitions } = watch.answer();
  expect(evaluatedMs).toBe(40 * MINUTE_MS);
  expect(transitions.map(({ atMs, from, to }) => [atMs / MINUTE_MS, from, to])).toEqual([
    [40, 'Alerting', 'Normal'],
    [20, 'Normal', 'Alerting'],
  ]);
  vi.useRealTimers();
});
