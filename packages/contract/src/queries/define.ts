import * as z from 'zod/mini';
import { MAX_NAME_LENGTH, type Field } from './field.ts';

/** Groups of query types, in the order in which they are offered. */
export const QUERY_GROUPS = [
  'Sky',
  'Satellites',
  'Space weather',
  'Near-Earth objects',
  'Forecasts',
  'System',
] as const;
export type QueryGroup = (typeof QUERY_GROUPS)[number];

/** Most points that a query may ask of a series; what the service computes is limited by its own `maxPoints`. */
export const MAX_DATA_POINTS = 1_000_000;
/** Ten thousand years, ms. */
const MAX_INTERVAL_MS = 315_576_000_000_000;

export const refIdSchema = z.string().check(z.minLength(1), z.maxLength(MAX_NAME_LENGTH));

/** Bounds of sampling, of a request and of a query of its own. */
export const samplingShape = {
  maxDataPoints: z.optional(z.int().check(z.gte(1), z.lte(MAX_DATA_POINTS))),
  intervalMs: z.optional(z.number().check(z.gte(1), z.lte(MAX_INTERVAL_MS))),
};

const commonShape = { refId: refIdSchema, ...samplingShape };

type Fields = Readonly<Record<string, Field>>;
type Shape<T extends string, F extends Fields> = typeof commonShape & { queryType: z.ZodMiniLiteral<T> } & {
  -readonly [K in keyof F]: F[K]['schema'];
};
type Values<F extends Fields> = { readonly [K in keyof F]?: unknown };

/** A query as it stands in a dashboard: its variables are not filled in yet. */
export type DraftQuery = Readonly<Record<string, unknown>>;

interface Definition<T extends string, F extends Fields> {
  readonly queryType: T;
  readonly title: string;
  readonly group: QueryGroup;
  /** What it answers, in one line. */
  readonly description: string;
  /** In the order of the form. */
  readonly fields: F;
  /** Alternatives: at least one must be given; a form clears the others when one is chosen. */
  readonly oneOf?: readonly (keyof F & string)[];
  /**
   * Names of the series and collections that a query reads, as sources provide them; a name that is a variable
   * (`$series`) is given as it stands. Left out: none, it is computed or tells of the pipeline itself.
   */
  readonly reads?: (query: DraftQuery) => readonly string[];
  /** What a new query of this type starts with in a form: something worth seeing at once. */
  readonly start: Values<F>;
  /** A query for the documentation; the golden frames of the service are its answer. */
  readonly example: Values<F>;
}

/** Everything that is known of a query type beside its work; the one source of forms, checks and documentation. */
export interface QueryModel<T extends string = string, F extends Fields = Fields> extends Definition<T, F> {
  readonly schema: z.ZodMiniObject<Shape<T, F>, z.core.$loose>;
}

/** A query of a model, checked and with its defaults. */
export type QueryOf<M extends { readonly schema: z.ZodMiniType }> = z.output<M['schema']>;

/** The field's schema under its words, which JSON schema and OpenAPI carry; a copy, since schemas are shared. */
function described({ schema, title, help, unit }: Field): z.ZodMiniType {
  const copy = z.core.clone(schema);
  z.globalRegistry.add(copy, { title, description: unit === undefined ? help : `${help} Unit: ${unit}.` });
  return copy;
}

/** A query type from its definition: its schema is that of its fields, and of those that every query has. */
export function defineQuery<const T extends string, const F extends Fields>(
  definition: Definition<T, F>,
): QueryModel<T, F> {
  const { queryType, fields } = definition;
  const shapes = Object.entries(fields).map(([key, field]) => [key, described(field)] as const);
  const schema = z.looseObject({ ...commonShape, queryType: z.literal(queryType), ...Object.fromEntries(shapes) });
  return { ...definition, schema: schema as unknown as QueryModel<T, F>['schema'] };
}
