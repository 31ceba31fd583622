import type { Frame } from '@orrery/contract';
import { evaluateRule, type Ask } from './evaluate.ts';
import type { AlertRule, RuleGroup } from './rules.ts';
import { durationMs, nextAlerts, type Alert, type AlertState, type Outcome } from './states.ts';

/** A change of the state of an alert. */
export interface Transition {
  readonly atMs: number;
  readonly uid: string;
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly from: AlertState;
  readonly to: AlertState;
  readonly summary: string;
}

export interface AlertsAnswer {
  /** The time of the data at the last evaluation, epoch ms; null before the first. */
  readonly evaluatedMs: number | null;
  readonly alerts: readonly Alert[];
  /** Newest first. */
  readonly transitions: readonly Transition[];
}

export interface AlertWatchOptions {
  readonly groups: readonly RuleGroup[];
  readonly ask: Ask;
  /** The time of the data and how fast it goes; null where the service does not answer. */
  readonly clock: () => Promise<{ readonly nowMs: number; readonly speed: number } | null>;
}

export interface AlertWatch {
  readonly answer: () => AlertsAnswer;
  readonly start: () => void;
  readonly stop: () => void;
}

const KEPT_TRANSITIONS = 100;
/** Real pauses between evaluations: however fast the clock is, and where there is none. */
const LEAST_PAUSE_MS = 2000;
const RETRY_MS = 5000;

/**
 * Evaluates the provisioned rules again and again by the clock of the data: a stand-in for the preview, which has no
 * alerting. In Grafana the rules of `provisioning/alerting` are evaluated by Grafana itself.
 */
export function createAlertWatch({ groups, ask, clock }: AlertWatchOptions): AlertWatch {
  const rules = groups.flatMap((group) => group.rules);
  const intervalMs = Math.min(...groups.map(({ interval }) => durationMs(interval)));
  const alerts = new Map<string, readonly Alert[]>();
  let transitions: readonly Transition[] = [];
  let evaluatedMs: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const evaluate = async (rule: AlertRule, nowMs: number): Promise<void> => {
    const outcome: Outcome = await evaluateRule(rule, ask, nowMs).catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error)),
    );
    const before = alerts.get(rule.uid) ?? [];
    const after = nextAlerts(rule, outcome, before, nowMs);
    alerts.set(rule.uid, after);
    transitions = [...changes(before, after, nowMs), ...transitions].slice(0, KEPT_TRANSITIONS);
  };
  const turn = async (): Promise<void> => {
    const at = await clock();
    if (at !== null) {
      for (const rule of rules) await evaluate(rule, at.nowMs);
      evaluatedMs = at.nowMs;
    }
    const pauseMs = at === null || at.speed === 0 ? RETRY_MS : Math.max(LEAST_PAUSE_MS, intervalMs / at.speed);
    if (!stopped) timer = setTimeout(() => void turn(), pauseMs);
  };
  return {
    answer: () => ({ evaluatedMs, alerts: rules.flatMap(({ uid }) => alerts.get(uid) ?? []), transitions }),
    start: () => void turn(),
    stop: () => {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}

const nameOf = ({ uid, labels }: Alert): string => JSON.stringify([uid, Object.entries(labels).sort()]);

function changes(before: readonly Alert[], after: readonly Alert[], atMs: number): readonly Transition[] {
  const known = new Map(before.map((alert) => [nameOf(alert), alert.state]));
  return after.flatMap((alert) => {
    const from = known.get(nameOf(alert)) ?? 'Normal';
    const { uid, title, labels, state: to, summary } = alert;
    return from === to ? [] : [{ atMs, uid, title, labels, from, to, summary }];
  });
}

/** Frames of the one query of an answer of `/api/ds/query`; throws an Error with what the data source said. */
export function framesOf(text: string, refId: string): readonly Frame[] {
  const { results } = JSON.parse(text) as {
    readonly results: Readonly<Record<string, { readonly error?: string; readonly frames?: readonly Frame[] }>>;
  };
  const result = results[refId];
  if (result?.error !== undefined) throw new Error(result.error);
  return result?.frames ?? [];
}
