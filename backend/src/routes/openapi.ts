import {
  keyNameSchema,
  keyTermsSchema,
  QUERIES,
  QUERY_TYPES,
  queryRequestSchema,
  type QueryType,
} from '@orrery/contract';
import { z } from 'zod';
import { createDocument, type ZodOpenApiObject } from 'zod-openapi';

const json = (schema: z.core.$ZodType) => ({ content: { 'application/json': { schema } } });
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});
const text = (description: string) => ({
  responses: { 200: { description, content: { 'text/plain': { schema: z.string() } } } },
});

const fieldErrorSchema = z.object({ path: z.string(), message: z.string() });
const frameSchema = z
  .object({
    schema: z.object({
      refId: z.string(),
      name: z.string(),
      meta: z.looseObject({}),
      fields: z.array(z.looseObject({ name: z.string(), type: z.string() })),
    }),
    data: z.object({ values: z.array(z.array(z.unknown())), entities: z.array(z.unknown()).optional() }),
  })
  .meta({ description: "Grafana's data-frame JSON" });
const resultSchema = z.union([
  z.object({ status: z.literal(200), frames: z.array(frameSchema) }),
  z.object({
    status: z.number(),
    error: z.string(),
    errorSource: z.enum(['downstream', 'plugin']),
    code: z.string(),
    errors: z.array(fieldErrorSchema).optional(),
  }),
]);
const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  errors: z.array(fieldErrorSchema).optional(),
});

/** What every route may answer instead that is not open to all. */
const REFUSALS = {
  401: problem('It needs an API key or token, and none or a wrong one was sent'),
  403: problem("The key's scope is too small, or a page of another site asks"),
  421: problem('The service does not go by this name'),
  429: problem('More requests than a caller may make in a minute'),
};

/** What a route with a body may answer beside those. */
const BODY_REFUSALS = {
  400: problem('The request does not fit the schema, or a name is taken'),
  413: problem('More than a configured limit'),
  415: problem('The body is not application/json'),
};

const responseSchema = z.object({ results: z.record(z.string(), resultSchema) });
const anyObject = z.looseObject({});

/** Schemas of the query types as `ephemerisQuery`, each with its words and an example. */
function querySchemas(): Readonly<Record<string, z.core.$ZodType>> {
  const described = (type: QueryType): z.core.$ZodType => {
    const { schema, title, description, example } = QUERIES[type];
    const examples = [{ refId: 'A', queryType: type, ...example }];
    const copy = z.core.clone<z.core.$ZodType>(schema);
    z.globalRegistry.add(copy, { title, description, examples });
    return copy;
  };
  return Object.fromEntries(QUERY_TYPES.map((type) => [`${type}Query`, described(type)]));
}

/** The OpenAPI 3.1 document, derived from the contract's schemas. */
export function openApiDocument(version: string): unknown {
  const queries = querySchemas();
  const requestSchema = z.object({
    ...queryRequestSchema.shape,
    queries: z.array(z.union(Object.values(queries))).min(1),
  });
  const document: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: {
      title: 'Orrery',
      version,
      description: 'Space observability: one query contract, answers in Grafana data frames.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{}, { apiKey: [] }],
    paths: {
      '/api/v1/query': {
        post: {
          operationId: 'query',
          summary: 'Answer a list of queries',
          requestBody: { required: true, ...json(requestSchema) },
          responses: {
            200: {
              description: 'A result per query; one that fails leaves the others untouched',
              ...json(responseSchema),
            },
            ...BODY_REFUSALS,
            ...REFUSALS,
          },
        },
      },
      '/api/v1/catalog': {
        get: {
          operationId: 'catalog',
          summary: 'What can be asked',
          responses: { 200: { description: 'The catalog', ...json(anyObject) }, ...REFUSALS },
        },
      },
      '/api/v1/clock': {
        get: {
          operationId: 'clock',
          summary: 'The time of the data: real, or simulated in a replay',
          responses: { 200: { description: 'Now, speed and the span of the replay', ...json(anyObject) }, ...REFUSALS },
        },
      },
      '/api/v1/stream': {
        get: {
          operationId: 'stream',
          summary: 'Frames to append, as server-sent events',
          requestParams: { query: z.looseObject({ queryType: z.enum(QUERY_TYPES) }) },
          responses: {
            200: {
              description: 'Events named `frame`',
              content: { 'text/event-stream': { schema: z.string() } },
            },
            400: problem('The query is wrong'),
            ...REFUSALS,
          },
        },
      },
      '/api/v1/openapi.json': {
        get: {
          operationId: 'openapi',
          responses: { 200: { description: 'This document', ...json(anyObject) }, ...REFUSALS },
        },
      },
      '/api/v1/admin/stops': {
        get: {
          operationId: 'stops',
          summary: 'Providers whose pulls wait for a person; where the pipeline is part of the process',
          responses: {
            200: { description: 'The stops', ...json(anyObject) },
            ...REFUSALS,
          },
        },
      },
      '/api/v1/admin/stops/{provider}/resume': {
        post: {
          operationId: 'resume',
          summary: 'Let a provider be asked again after a person has looked into its refusal',
          requestParams: { path: z.object({ provider: z.string() }) },
          requestBody: { required: true, ...json(anyObject) },
          responses: {
            200: { description: '`resumed` is false where nothing was stopped', ...json(anyObject) },
            404: problem('There is no such provider'),
            ...BODY_REFUSALS,
            ...REFUSALS,
          },
        },
      },
      '/api/v1/admin/keys': {
        get: {
          operationId: 'keys',
          summary: 'API keys by name, scope and time; not the keys themselves',
          responses: { 200: { description: 'The keys', ...json(anyObject) }, ...REFUSALS },
        },
      },
      '/api/v1/admin/keys/{name}': {
        post: {
          operationId: 'createKey',
          summary: 'Make an API key',
          requestParams: { path: z.object({ name: keyNameSchema }) },
          requestBody: { required: true, ...json(keyTermsSchema) },
          responses: {
            201: { description: 'The key, this once', ...json(z.object({ key: z.string() })) },
            ...BODY_REFUSALS,
            ...REFUSALS,
          },
        },
      },
      '/api/v1/admin/keys/{name}/revoke': {
        post: {
          operationId: 'revokeKey',
          summary: 'Remove an API key',
          requestParams: { path: z.object({ name: keyNameSchema }) },
          requestBody: { required: true, ...json(anyObject) },
          responses: {
            200: { description: '`revoked` is false where there was none of that name', ...json(anyObject) },
            ...BODY_REFUSALS,
            ...REFUSALS,
          },
        },
      },
      '/healthz': { get: { operationId: 'healthz', ...text('The process lives') } },
      '/readyz': { get: { operationId: 'readyz', ...text('Ready; a line per dependency for who may read') } },
      '/metrics': { get: { operationId: 'metrics', ...text('Prometheus metrics') } },
    },
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
      schemas: { ...queries, QueryRequest: requestSchema, QueryResponse: responseSchema, Problem: problemSchema },
    },
  };
  return createDocument(document);
}
