import { createHash } from 'node:crypto';
import {
  FORECAST_TARGETS,
  OrreryError,
  validAtMs,
  type ForecastBody,
  type ForecastTarget,
  type ModelCard,
} from '@orrery/contract';
import type { DriftReference } from '../drift/index.ts';
import type { Climatology } from '../evaluate/index.ts';
import { featureRow } from '../features/feature.ts';
import { derive, viewAt, type Derived, type View } from '../features/view.ts';
import { INPUT_NAMES, type History, type Input, type OfficialForecast } from '../history.ts';
import { TARGET_SPECS } from '../targets/index.ts';
import { featureNames, layoutOf, type Layout, type TargetSpec, type Variant } from '../targets/spec.ts';
import { bandsOf, interpolate, type Bands } from './bands.ts';
import { forecastKnots, type KnotForecast } from './knots.ts';
import type { ModelParts, VariantModel } from './parts.ts';
import { withOfficial } from './official.ts';
import { pack, unpack } from './pack.ts';

export interface ForecastInput {
  /** May hold later values: only steps that ended by `issuedAtMs` are used. */
  readonly history: History;
  /** End of the last known step of the target. */
  readonly issuedAtMs: number;
  /** The newest official forecast known by then. */
  readonly official?: OfficialForecast | null;
}

/** Forecasts of the members by knot, for comparison; null when the model abstains. */
export interface Explained {
  readonly variant: string;
  readonly knots: readonly KnotForecast[];
}

/** A trained model that forecasts. Pure: the same input gives the same forecast. */
export interface TrainedModel {
  readonly target: ForecastTarget;
  readonly version: string;
  readonly model: string;
  readonly features: readonly string[];
  readonly card: ModelCard;
  readonly climatology: Climatology;
  readonly reference: DriftReference;
  forecast(input: ForecastInput): ForecastBody;
  explain(input: ForecastInput): Explained | null;
}

/** Bytes of a model. */
export const encodeModel = (parts: ModelParts): Uint8Array => pack(parts);

/** SHA-256 and size of all that was fitted, independent of the card. */
export function weightsOf({ variants, official }: Pick<ModelParts, 'variants' | 'official'>): {
  readonly hash: string;
  readonly bytes: number;
} {
  const packed = pack({ variants, official });
  return { hash: createHash('sha256').update(packed).digest('hex'), bytes: packed.length };
}

/** The parts of a model. Throws `invalidRequest` for bytes that are no model of this format. */
export const decodeParts = (bytes: Uint8Array): ModelParts => unpack(bytes) as ModelParts;

export const decodeModel = (bytes: Uint8Array): TrainedModel => createModel(decodeParts(bytes));

function createModel(model: ModelParts): TrainedModel {
  const { card } = model;
  const spec = TARGET_SPECS[card.target];
  const layouts = new Map(spec.variants.map((variant) => [variant.name, layoutOf(spec, variant)]));
  refuseOtherRecipe(card, featureNames(spec));
  const derived = new WeakMap<History, Derived>();
  const derivedOf = (history: History): Derived => {
    const known = derived.get(history);
    if (known) return known;
    const made = derive(history);
    derived.set(history, made);
    return made;
  };
  const look = ({ history, issuedAtMs }: ForecastInput): View => viewAt(derivedOf(history), issuedAtMs);
  return {
    target: card.target,
    version: card.version,
    model: card.model,
    features: card.features,
    card,
    climatology: model.climatology,
    reference: model.reference,
    explain: (input) => {
      const ran = runVariant(spec, layouts, model, look(input));
      return ran && { variant: ran.variant.name, knots: ran.knots };
    },
    forecast: (input) => {
      const view = look(input);
      return bodyOf(spec, model, input, runVariant(spec, layouts, model, view), view);
    },
  };
}

/** Features are identified by position, so a model needs exactly the features it was trained on. */
function refuseOtherRecipe({ target, version, features }: ModelCard, known: readonly string[]): void {
  if (features.length === known.length && features.every((name, i) => name === known[i])) return;
  throw new OrreryError(
    'invalidRequest',
    `The model ${version} of ${target} was trained on other features than this version of Orrery computes. Train it again (forecast train).`,
  );
}

interface Run {
  readonly variant: Variant;
  readonly trained: VariantModel;
  readonly knots: readonly KnotForecast[];
  /** Missing inputs for which a better variant was not used. */
  readonly lacking: readonly Input[];
}

function runVariant(spec: TargetSpec, layouts: ReadonlyMap<string, Layout>, model: ModelParts, view: View): Run | null {
  const lacking: Input[] = [];
  for (const variant of spec.variants) {
    const short = variant.needs.filter(({ input, hours, share }) => !(view.of[input].known(hours) >= share));
    const trained = model.variants.find(({ name }) => name === variant.name);
    const layout = layouts.get(variant.name);
    const anchor = spec.anchor ? spec.anchor.of(view) : 0;
    if (short.length > 0 || Number.isNaN(anchor)) {
      lacking.push(...short.map(({ input }) => input));
      continue;
    }
    if (!trained || !layout)
      throw new OrreryError('defect', `The model of ${spec.target} lacks its part "${variant.name}".`);
    const row = featureRow(layout.features, view);
    return { variant, trained, knots: forecastKnots(spec, trained, row, anchor), lacking };
  }
  return null;
}

function bodyOf(spec: TargetSpec, model: ModelParts, input: ForecastInput, run: Run | null, view: View): ForecastBody {
  const { issuedAtMs } = input;
  const { stepMs, leads } = FORECAST_TARGETS[spec.target];
  const stepHours = stepMs / 3_600_000;
  const leadHours = Array.from({ length: leads }, (_, i) => (i + 1) * stepHours);
  const { card } = model;
  const head = {
    target: spec.target,
    model: card.model,
    version: card.version,
    issuedAtMs,
    leadHours,
    validAtMs: leadHours.map((lead) => validAtMs(spec.target, issuedAtMs, lead)),
  };
  if (!run)
    return {
      ...head,
      ...nothing(leads),
      missing: missingOf(spec, view, []),
      official: false,
      notices: [abstention(spec)],
    };
  const knots = run.knots.map((knot) => combined(spec, model, input, knot));
  const bands = knots.map((knot, i) => bandsOf(spec, run.trained.knots[i] as VariantModel['knots'][number], knot));
  const missing = missingOf(spec, view, run.lacking);
  return {
    ...head,
    ...columns(spec, interpolate(bands, leadHours)),
    missing,
    official: knots.some(({ official }) => official),
    notices: noticesOf(run, missing),
  };
}

function combined(
  spec: TargetSpec,
  { official: learned }: ModelParts,
  { official, issuedAtMs }: ForecastInput,
  knot: KnotForecast,
): KnotForecast & { readonly official: boolean } {
  if (!learned || !official || official.knownMs > issuedAtMs) return { ...knot, official: false };
  return withOfficial(learned, official, validAtMs(spec.target, issuedAtMs, knot.leadHours), knot, spec.bounds);
}

function columns(spec: TargetSpec, bands: readonly Bands[]) {
  const of = (pick: (band: Bands) => number): number[] => bands.map((band) => rounded(pick(band)));
  const storms = Object.fromEntries(
    spec.storms.map(({ level }, i) => [`p${level}`, of(({ storms: p }) => p[i] as number)]),
  );
  return {
    value: of(({ mean }) => mean),
    median: of(({ quantiles }) => quantiles[2] as number),
    lower80: of(({ quantiles }) => quantiles[1] as number),
    upper80: of(({ quantiles }) => quantiles[3] as number),
    lower95: of(({ quantiles }) => quantiles[0] as number),
    upper95: of(({ quantiles }) => quantiles[4] as number),
    ...storms,
    ...(spec.storms.length > 0 ? { storm: bands.map(({ storm }) => (storm ? 1 : 0)) } : {}),
  };
}

/** Forecasts are rounded to three decimals. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

function nothing(leads: number) {
  const none = Array.from({ length: leads }, () => null);
  return { value: none, median: none, lower80: none, upper80: none, lower95: none, upper95: none };
}

const abstention = (spec: TargetSpec): string =>
  `No forecast: too little of ${[...new Set(spec.variants.flatMap(({ needs }) => needs.map(({ input }) => input)))].join(', ')} was known.`;

/** Inputs of the target of which less than half of the last day is known. */
function missingOf(spec: TargetSpec, view: View, lacking: readonly Input[]): string[] {
  const used = INPUT_NAMES.filter((name) =>
    spec.variants.some(({ common }) => common.some((feature) => feature.name.startsWith(`${name}.`))),
  );
  const short = used.filter(
    (name) => !(view.of[name].known(name === 'f107' ? 72 : 24) >= (name === 'f107' ? 0.3 : 0.5)),
  );
  return [...new Set([...lacking, ...short])];
}

function noticesOf({ variant, lacking }: Run, missing: readonly string[]): string[] {
  if (lacking.length > 0)
    return [`Made from ${variant.name} alone, with wider bands: ${[...new Set(lacking)].join(', ')} missing.`];
  return missing.length > 0 ? [`Less than half of the last day is known of ${missing.join(', ')}.`] : [];
}
