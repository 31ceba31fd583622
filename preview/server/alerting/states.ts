import type { Instance } from './evaluate.ts';
import type { AlertRule } from './rules.ts';

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of Grafana's durations (`0s`, `15m`, `1h30m`). Throws an Error for what is none. */
export function durationMs(text: string): number {
  const parts = [...text.matchAll(/(\d+)([smhd])/g)];
  if (parts.map(([part]) => part).join('') !== text || text === '') throw new Error(`"${text}" is no duration`);
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS_MS[unit ?? ''] ?? 0), 0);
}

/** States of an alert as Grafana names them. */
export type AlertState = 'Normal' | 'Pending' | 'Alerting' | 'NoData' | 'Error';

/** One alert: a rule and a set of labels. */
export interface Alert {
  readonly uid: string;
  readonly title: string;
  readonly severity: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: AlertState;
  /** What the condition compared; null where there was nothing. */
  readonly value: number | null;
  /** Since when it is in this state, and since when its condition holds (null: it does not), epoch ms. */
  readonly sinceMs: number;
  readonly holdsSinceMs: number | null;
  readonly summary: string;
  readonly description: string;
  readonly dashboardUid: string;
  readonly panelId: string;
}

/** What an evaluation gave: instances, or why it failed. */
export type Outcome = readonly Instance[] | Error;

const keyOf = (labels: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(labels).sort());

/**
 * The alerts of a rule after an evaluation at `nowMs`, given those before: pending until the condition has held for
 * `for`, then alerting; no data and errors as the rule says (https://grafana.com/docs/grafana/latest/alerting/
 * fundamentals/alert-rule-evaluation/stale-alert-instances/ and …/nodata-and-error-states/).
 */
export function nextAlerts(
  rule: AlertRule,
  outcome: Outcome,
  before: readonly Alert[],
  nowMs: number,
): readonly Alert[] {
  const known = new Map(before.map((alert) => [keyOf(alert.labels), alert]));
  const instances =
    outcome instanceof Error || outcome.length === 0 ? [{ labels: {}, value: null, firing: null }] : outcome;
  return instances.map((instance) => {
    const earlier = known.get(keyOf(instance.labels));
    const holdsSinceMs = instance.firing === true ? (earlier?.holdsSinceMs ?? nowMs) : null;
    const state = stateOf(rule, outcome, instance, holdsSinceMs, nowMs);
    return {
      uid: rule.uid,
      title: rule.title,
      severity: rule.labels['severity'] ?? '',
      labels: instance.labels,
      state,
      value: instance.value,
      sinceMs: earlier?.state === state ? earlier.sinceMs : nowMs,
      holdsSinceMs,
      summary: rendered(rule.annotations['summary'] ?? '', instance),
      description:
        outcome instanceof Error ? outcome.message : rendered(rule.annotations['description'] ?? '', instance),
      dashboardUid: rule.annotations['__dashboardUid__'] ?? '',
      panelId: rule.annotations['__panelId__'] ?? '',
    };
  });
}

function stateOf(
  rule: AlertRule,
  outcome: Outcome,
  { firing }: Instance,
  holdsSinceMs: number | null,
  nowMs: number,
): AlertState {
  if (outcome instanceof Error) return 'Error';
  if (firing === null) return rule.noDataState === 'OK' ? 'Normal' : 'NoData';
  if (holdsSinceMs === null) return 'Normal';
  return nowMs - holdsSinceMs >= durationMs(rule.for) ? 'Alerting' : 'Pending';
}

/**
 * Text of an annotation with what its templates stand for: labels, and the value that was compared. The provisioning
 * files double the dollar, which Grafana takes for one (environment variables).
 */
function rendered(text: string, { labels, value }: Instance): string {
  return text
    .replace(/\{\{\s*\$\$?labels\.(\w+)\s*\}\}/g, (_, name: string) => labels[name] ?? '')
    .replace(/\{\{\s*printf "%\.(\d)f" \$\$?values\.\w+\.Value\s*\}\}/g, (_, digits: string) =>
      value === null ? 'unknown' : value.toFixed(Number(digits)),
    );
}
