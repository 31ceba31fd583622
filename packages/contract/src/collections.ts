import type { z } from 'zod';
import {
  alertBodySchema,
  auroraBodySchema,
  closeApproachBodySchema,
  elementsBodySchema,
  fireballBodySchema,
  outlookBodySchema,
  satelliteGroupBodySchema,
  sentryBodySchema,
  smallBodyBodySchema,
  spaceWeatherBodySchema,
} from './documents.ts';
import { forecastBodySchema, modelCardSchema } from './forecasts.ts';

/** What a collection of documents holds, and what its store promises. */
interface CollectionDefinition<Body> {
  /** What a document of it is. */
  readonly about: string;
  /** Form of its ids. */
  readonly id: string;
  /**
   * Which of two documents of a key stays: `latest` the one retrieved last, of equals the one written last; `first` the
   * one written first, whoever writes another and however.
   */
  readonly keeps: 'latest' | 'first';
  /** What its bodies hold; more may be in them. */
  readonly body: z.ZodType<Body>;
}

const defineCollection = <Body>(
  about: string,
  id: string,
  body: z.ZodType<Body>,
  keeps: CollectionDefinition<Body>['keeps'] = 'latest',
): CollectionDefinition<Body> => ({ about, id, keeps, body });

/** Every collection of documents. */
export const COLLECTION = {
  elements: defineCollection('Mean elements of a satellite (OMM)', '<NORAD id>:<epoch>', elementsBodySchema),
  spaceWeatherEvent: defineCollection('An event of DONKI', '<activity id>', spaceWeatherBodySchema),
  closeApproach: defineCollection(
    'A close approach, by one of its tellers',
    '<cad or neows>:<designation>:<body>:<day>',
    closeApproachBodySchema,
  ),
  fireball: defineCollection('A fireball seen from orbit', '<time>', fireballBodySchema),
  sentryObject: defineCollection('An object that may hit the Earth', '<designation>', sentryBodySchema),
  smallBody: defineCollection('Orbit and physics of a small body', '<designation>', smallBodyBodySchema),
  alert: defineCollection(
    'A message of SWPC, or drift of a forecast model',
    '<message code>-<serial number>',
    alertBodySchema,
  ),
  outlook: defineCollection('A bulletin of forecasts', '<product>:<time of issue>', outlookBodySchema),
  aurora: defineCollection('A grid of OVATION', '<forecast time>', auroraBodySchema),
  satelliteGroup: defineCollection('The satellites of a group', '<group>', satelliteGroupBodySchema),
  forecast: defineCollection(
    'A forecast as it was issued',
    '<target>:<time of issue>:<version>',
    forecastBodySchema,
    'first',
  ),
  model: defineCollection('The card of a trained model', '<target>:<version>', modelCardSchema),
} as const;

export type CollectionName = keyof typeof COLLECTION;
export const COLLECTIONS = Object.keys(COLLECTION) as unknown as readonly [CollectionName, ...CollectionName[]];

/** Collections whose documents never change: a forecast stays as it was issued. */
export const INSERT_ONLY_COLLECTIONS: readonly CollectionName[] = COLLECTIONS.filter(
  (name) => COLLECTION[name].keeps === 'first',
);

/** Body of a document of a collection. */
export type BodyOf<C extends CollectionName> = z.output<(typeof COLLECTION)[C]['body']>;

type ReadBody<Body> =
  | { readonly body: Body; readonly problem: null }
  | { readonly body: null; readonly problem: string };

/** The body of a document from its text, or what is wrong with it. */
export function readBody<C extends CollectionName>(collection: C, text: string): ReadBody<BodyOf<C>> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { body: null, problem: 'body is no JSON' };
  }
  const schema: z.ZodType<BodyOf<C>> = COLLECTION[collection].body as unknown as z.ZodType<BodyOf<C>>;
  const { data, error } = schema.safeParse(content);
  if (error === undefined) return { body: data, problem: null };
  const said = error.issues.map(({ path, message }) => `${['body', ...path].join('.')} ${message}`);
  return { body: null, problem: said.join('; ') };
}
