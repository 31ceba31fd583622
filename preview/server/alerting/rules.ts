import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { REPOSITORY_ROOT } from '../options.ts';

/** One node of a rule: a query of a data source, or a server-side expression over earlier nodes. */
export interface RuleNode {
  readonly refId: string;
  /** Seconds before now at which the range begins and ends; below 0 is the future. */
  readonly relativeTimeRange: { readonly from: number; readonly to: number };
  readonly datasourceUid: string;
  readonly model: Readonly<Record<string, unknown>> & { readonly refId: string };
}

export interface AlertRule {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly data: readonly RuleNode[];
  readonly noDataState: string;
  /** How long the condition must hold before the alert fires: `15m`, `0s`. */
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly folder: string;
  /** How often the rules are evaluated: `5m`. */
  readonly interval: string;
  readonly rules: readonly AlertRule[];
}

/** A file below `provisioning/`, parsed as YAML. */
export function provisioned(...path: string[]): unknown {
  return parse(readFileSync(join(REPOSITORY_ROOT, 'provisioning', ...path), 'utf8')) as unknown;
}

/** The groups of alert rules that ship. */
export const ruleGroups = (): readonly RuleGroup[] =>
  (provisioned('alerting', 'forecasts.yaml') as { readonly groups: readonly RuleGroup[] }).groups;
