import { OrreryError } from '@orrery/contract';
import { z } from 'zod';
import type { AvroRecord, AvroSchema } from './from-zod.ts';
import type { SchemaRegistry } from './registry.ts';

const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';
const idAnswer = z.object({ id: z.number().int() });
const schemaAnswer = z.object({ schema: z.string(), schemaType: z.string().optional() });

/**
 * A client of Confluent's Schema Registry REST API
 * (https://docs.confluent.io/platform/current/schema-registry/develop/api.html); Apicurio, Karapace and Redpanda
 * implement it too. Both directions are cached without expiry, as the schema of an id never changes; failures are not
 * cached. A name and password in the address become basic authentication.
 */
export function createConfluentRegistry(address: string, timeoutMs = 10_000): SchemaRegistry {
  const request = requester(address, timeoutMs);
  const ids = new Map<string, Promise<number>>();
  const schemas = new Map<number, Promise<AvroSchema>>();
  return {
    idOf: (subject, schema) =>
      once(ids, `${subject} ${JSON.stringify(schema)}`, () => register(request, subject, schema)),
    schemaOf: (id) => once(schemas, id, () => fetchSchema(request, id)),
  };
}

type Request = (path: string, body?: object) => Promise<{ readonly status: number; readonly json: unknown }>;

async function register(request: Request, subject: string, schema: AvroRecord): Promise<number> {
  const { status, json } = await request(`subjects/${encodeURIComponent(subject)}/versions`, {
    schema: JSON.stringify(schema),
    schemaType: 'AVRO',
  });
  if (status === 409) {
    throw new OrreryError(
      'invalidRequest',
      `The schema registry considers the schema of ${subject} incompatible with earlier ones: ${JSON.stringify(json)}. Add fields as nullable ones, or change the compatibility of the subject.`,
    );
  }
  return expectAnswer(idAnswer, status, json, `registering ${subject}`).id;
}

async function fetchSchema(request: Request, id: number): Promise<AvroSchema> {
  const { status, json } = await request(`schemas/ids/${id}`);
  if (status === 404) throw new OrreryError('unknownName', `The schema registry has no schema with the id ${id}.`);
  const answer = expectAnswer(schemaAnswer, status, json, `schema ${id}`);
  if (answer.schemaType !== undefined && answer.schemaType !== 'AVRO') {
    throw new OrreryError(
      'unknownName',
      `Schema ${id} of the registry is ${answer.schemaType}; only AVRO can be read here.`,
    );
  }
  return JSON.parse(answer.schema) as AvroSchema;
}

function expectAnswer<T>(schema: z.ZodType<T>, status: number, json: unknown, what: string): T {
  const parsed = schema.safeParse(json);
  if (status === 200 && parsed.success) return parsed.data;
  throw new OrreryError(
    'sourceUnreachable',
    `The schema registry answered ${what} with ${status} ${JSON.stringify(json)}; 200 was expected. Look at its log.`,
  );
}

function requester(address: string, timeoutMs: number): Request {
  const { base, authorization } = splitAddress(address);
  return async (path, body) => {
    try {
      const response = await fetch(new URL(path, base), {
        method: body ? 'POST' : 'GET',
        headers: { accept: CONTENT_TYPE, 'content-type': CONTENT_TYPE, ...authorization },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.text();
      return { status: response.status, json: parseOrText(text) };
    } catch (error) {
      throw new OrreryError(
        'sourceUnreachable',
        `The schema registry at ${base.origin} does not answer; is it running, and is the address right?`,
        [],
        {
          cause: error,
        },
      );
    }
  };
}

/** fetch refuses addresses with credentials; a base without the last slash would lose its last folder. */
function splitAddress(address: string): { base: URL; authorization: Record<string, string> } {
  const base = new URL(address.endsWith('/') ? address : `${address}/`);
  const { username, password } = base;
  base.username = '';
  base.password = '';
  if (username === '') return { base, authorization: {} };
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  return { base, authorization: { authorization: `Basic ${credentials}` } };
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function once<K, V>(cache: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const cached = cache.get(key);
  if (cached) return cached;
  const made = make();
  cache.set(key, made);
  made.catch(() => cache.delete(key));
  return made;
}
