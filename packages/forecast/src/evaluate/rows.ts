import type { SkillRow } from '@orrery/contract';
import type { BootstrapOptions } from './bootstrap.ts';
import { rmseInterval } from './compare.ts';
import { bias, mae, rmse } from './errors.ts';
import { completePairs, type CompletePairs, type LeadPairs, type Numbers } from './pairs.ts';
import { coverage, crps, type QuantileColumn } from './quantiles.ts';
import { brierSkill, contingency, decisionScores, stormEvents } from './storms.ts';

export interface SkillOptions extends BootstrapOptions {
  /** Climatological rate (0–1) of storms for the Brier skill; default: that of the scored pairs. */
  readonly stormRate?: number;
}

/**
 * The skill of each lead against its rivals (`rivals[name][i]` beside `leads[i].pairs`), all over the same pairs: those
 * for which the observed value, every column of the forecast and every rival are known. RMSE, MAE and bias are of
 * `value`; CRPS uses the median (else the value) and the ends of the bands as quantiles. Storm scores need a storm
 * column, Brier skill needs p5. A lead without a pair has no row.
 */
export function skillRows(
  leads: readonly LeadPairs[],
  rivals: Readonly<Record<string, readonly Numbers[]>>,
  options: SkillOptions = {},
): SkillRow[] {
  return leads.flatMap(({ leadHours, pairs }, i) => {
    const ofLead = Object.entries(rivals).flatMap(([name, columns]) =>
      columns[i] ? [[name, columns[i]] as const] : [],
    );
    const complete = completePairs(pairs, Object.fromEntries(ofLead));
    return complete.n > 0 ? [skillRow(leadHours, complete, options)] : [];
  });
}

function skillRow(leadHours: number, pairs: CompletePairs, options: SkillOptions): SkillRow {
  const { n, observed, value, validAtMs, lower80, upper80, lower95, upper95 } = pairs;
  const interval = rmseInterval(validAtMs, observed, value, options);
  return {
    leadHours,
    n,
    rmse: rmse(observed, value),
    rmseLow: interval?.low ?? null,
    rmseHigh: interval?.high ?? null,
    mae: mae(observed, value),
    bias: bias(observed, value),
    crps: crpsOf(pairs),
    coverage80: lower80 && upper80 && coverage(observed, lower80, upper80),
    coverage95: lower95 && upper95 && coverage(observed, lower95, upper95),
    rivals: Object.fromEntries(
      Object.entries(pairs.rivals).map(([name, rival]) => [name, rival && rmse(observed, rival)]),
    ),
    ...stormScores(pairs, options),
  };
}

function crpsOf({ observed, value, median, lower80, upper80, lower95, upper95 }: CompletePairs): number | null {
  if (!lower80 || !upper80) return null;
  const outer: QuantileColumn[] =
    lower95 && upper95
      ? [
          { level: 0.025, values: lower95 },
          { level: 0.975, values: upper95 },
        ]
      : [];
  const inner = [
    { level: 0.1, values: lower80 },
    { level: 0.5, values: median ?? value },
    { level: 0.9, values: upper80 },
  ];
  return crps(observed, [...outer, ...inner]);
}

type StormScores = Pick<SkillRow, 'events' | 'pod' | 'far' | 'hss' | 'tss' | 'brierSkill'>;

function stormScores({ observed, storm, p5 }: CompletePairs, { stormRate }: SkillOptions): StormScores {
  if (!storm && !p5) return { events: null, pod: null, far: null, hss: null, tss: null, brierSkill: null };
  const event = stormEvents(observed);
  const { pod, far, hss, tss } = storm ? decisionScores(contingency(storm, event)) : NO_DECISION;
  const events = event.reduce((sum, one) => sum + one, 0);
  return { events, pod, far, hss, tss, brierSkill: p5 && brierSkill(p5, event, stormRate) };
}

const NO_DECISION = { pod: null, far: null, hss: null, tss: null };
