import type { Cell, Frame } from '@orrery/contract';
import type { AlertRule, RuleNode } from './rules.ts';

/** Asks a data source, as Grafana's rule evaluation does: one model over a range of its own. */
export type Ask = (model: RuleNode['model'], fromMs: number, toMs: number) => Promise<readonly Frame[]>;

/**
 * One dimension of a rule: its labels, the number it was reduced to and whether the condition holds; null is no data.
 */
export interface Instance {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | null;
  readonly firing: boolean | null;
}

interface Dimension {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (number | null)[];
}

const EXPRESSIONS = '__expr__';

/**
 * What Grafana's server-side expressions make of a rule at a moment, as far as our rules use them: queries of wide time
 * series, `reduce` (max, last; mode dropNN) and `threshold` (gt). Throws an Error where Grafana would end in its error
 * state.
 */
export async function evaluateRule(rule: AlertRule, ask: Ask, nowMs: number): Promise<readonly Instance[]> {
  const results = new Map<string, readonly Dimension[]>();
  let reduced = new Map<string, number | null>();
  for (const node of rule.data) {
    const { refId, model, relativeTimeRange, datasourceUid } = node;
    if (datasourceUid !== EXPRESSIONS) {
      const frames = await ask(model, nowMs - relativeTimeRange.from * 1000, nowMs - relativeTimeRange.to * 1000);
      results.set(refId, dimensionsOf(frames));
      continue;
    }
    const input = results.get(String(model['expression']));
    if (!input)
      throw new Error(`${rule.uid}: ${refId} is over ${String(model['expression'])}, which is no earlier node`);
    if (model['type'] === 'reduce') {
      const values = input.map((dimension) => reduce(dimension.values, model));
      results.set(
        refId,
        input.map(({ labels }, i) => ({ labels, values: [values[i] ?? null] })),
      );
    } else {
      results.set(
        refId,
        input.map(({ labels, values: [value = null] }) => ({ labels, values: [exceeds(value, model)] })),
      );
      reduced = new Map(input.map(({ labels, values: [value = null] }) => [keyOf(labels), value]));
    }
  }
  return (results.get(rule.condition) ?? []).map(({ labels, values: [holds = null] }) => ({
    labels,
    value: reduced.get(keyOf(labels)) ?? null,
    firing: holds === null ? null : holds === 1,
  }));
}

const keyOf = (labels: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(labels).sort());

/** A dimension a number field; two of the same labels are an error in Grafana, and so is a table. */
function dimensionsOf(frames: readonly Frame[]): readonly Dimension[] {
  const dimensions = frames.flatMap(({ schema, data }): Dimension[] => {
    const types = schema.fields.map(({ type }) => type);
    if (types[0] !== 'time' || types.slice(1).some((type) => type !== 'number'))
      throw new Error(`input data must be a wide series but got ${types.join(', ')}`);
    return schema.fields
      .slice(1)
      .map(({ labels = {} }, i) => ({ labels, values: numbersOf(data.values[i + 1] ?? []) }));
  });
  const keys = dimensions.map(({ labels }) => keyOf(labels));
  if (new Set(keys).size !== keys.length) throw new Error(`duplicate labels: ${keys.join(' ')}`);
  return dimensions;
}

const numbersOf = (cells: readonly Cell[]): (number | null)[] =>
  cells.map((cell) => (typeof cell === 'number' ? cell : null));

function reduce(values: readonly (number | null)[], { reducer, settings }: RuleNode['model']): number | null {
  if (JSON.stringify(settings) !== '{"mode":"dropNN"}')
    throw new Error('only the mode dropNN survives a gap in a forecast');
  const numbers = values.filter((value) => value !== null);
  if (numbers.length === 0) return null;
  if (reducer === 'max') return Math.max(...numbers);
  if (reducer === 'last') return numbers.at(-1) ?? null;
  throw new Error(`unknown reducer ${String(reducer)}`);
}

function exceeds(value: number | null, { type, conditions }: RuleNode['model']): number | null {
  const [condition] = conditions as readonly { evaluator: { type: string; params: readonly number[] } }[];
  const limit = condition?.evaluator.params[0];
  if (type !== 'threshold' || condition?.evaluator.type !== 'gt' || limit === undefined)
    throw new Error(`unknown expression ${String(type)}`);
  return value === null ? null : value > limit ? 1 : 0;
}
