import { join } from 'node:path';
import fc from 'fast-check';
import * as prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { queriesPage } from './docs.ts';
import { MAX_NAMES, MAX_SATELLITES, MAX_TIMES } from './field.ts';
import {
  instantSchema,
  MAX_INSTANT_MS,
  MIN_INSTANT_MS,
  QUERIES,
  QUERY_GROUPS,
  QUERY_TYPES,
  type Field,
  type Option,
  type QueryModel,
} from './index.ts';

/** `Min. elevation` just fits the label of 128 px. */
const MAX_TITLE = 14;
const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const modelOf = (type: (typeof QUERY_TYPES)[number]) => QUERIES[type] as unknown as QueryModel;
const parses = (schema: z.ZodMiniType, value: unknown) => schema.safeParse(value).success;

describe('an instant', () => {
  it.each([
    ['2024-05-10T18:00:00Z', Date.UTC(2024, 4, 10, 18)],
    ['2024-05-10T20:00:00+02:00', Date.UTC(2024, 4, 10, 18)],
    ['1750-01-01', Date.UTC(1750, 0, 1)],
    ['1715364000000', 1715364000000],
    ['-62135596800000', MIN_INSTANT_MS],
    [MAX_INSTANT_MS, MAX_INSTANT_MS],
    [0, 0],
  ])('%j is %d', (value, ms) => {
    expect(instantSchema.parse(value)).toBe(ms);
  });

  it.each([
    1e300,
    -1e308,
    1e25,
    1e19,
    8_640_000_000_000_005,
    MAX_INSTANT_MS + 1,
    MIN_INSTANT_MS - 1,
    0.5,
    NaN,
    Infinity,
    '1e19',
    '10000000000000000000',
    '9'.repeat(400),
    '-000001-01-01T00:00:00Z',
    '+010000-01-01T00:00:00Z',
    '2024-05-10 18:00',
    '2024-13-10T18:00:00Z',
    'yesterday',
    '',
    null,
    true,
    {},
  ])('%j is refused in words that name the range', (value) => {
    const { error } = instantSchema.safeParse(value);
    expect(error?.issues.map(({ message }) => message)).toEqual([expect.stringContaining('the years 1 to 9999')]);
  });

  it('of every year from 1 to 9999 is the same as text and as a number', () => {
    fc.assert(
      fc.property(fc.integer({ min: MIN_INSTANT_MS, max: MAX_INSTANT_MS }), (ms) => {
        const written = [ms, String(ms), new Date(ms).toISOString()].map((value) => instantSchema.parse(value));
        expect(written).toEqual([ms, ms, ms]);
      }),
    );
  });
});

describe.each(QUERY_TYPES)('the model of %s', (type) => {
  const { schema, fields, example, start, group, oneOf = [] } = modelOf(type);

  it('belongs to a group, and its example and its start name its own fields', () => {
    expect(QUERY_GROUPS).toContain(group);
    const known = Object.keys(fields);
    expect([...Object.keys(example), ...Object.keys(start), ...oneOf].filter((key) => !known.includes(key))).toEqual(
      [],
    );
    expect(schema.safeParse({ refId: 'A', queryType: type, ...example }).error?.issues).toBeUndefined();
    expect(schema.safeParse({ refId: 'A', queryType: type, ...start }).error?.issues).toBeUndefined();
  });

  it('has a word for each field that can be left out, or its default', () => {
    for (const [name, { schema: own, none, default: value }] of Object.entries<Field>(fields)) {
      const empty = own.safeParse(undefined);
      expect([name, empty.success]).toEqual([name, none !== undefined || value !== undefined]);
      expect([name, empty.data]).toEqual([name, value]);
    }
  });

  it('has titles that fit the labels of the form', () => {
    const titles = Object.values<Field>(fields).map(({ title }) => title);
    expect(titles.filter((title) => title.length > MAX_TITLE)).toEqual([]);
  });

  it('shows fields and options only under values that the other field has', () => {
    for (const { when, options } of Object.values<Field>(fields)) {
      const conditions = [
        when,
        ...(Array.isArray(options) ? (options as readonly Option[]) : []).map((option) => option.when),
      ];
      for (const [other, values] of conditions.flatMap((condition) => Object.entries(condition ?? {})))
        for (const value of values) expect(parses(fields[other]?.schema ?? z.never(), value)).toBe(true);
    }
  });

  it('keeps names to 200 characters and lists to their stated length', () => {
    const query = { refId: 'A', queryType: type, ...example };
    const tooLong = 'x'.repeat(201);
    for (const [name, { kind, maxItems = 0 }] of Object.entries<Field>(fields)) {
      if (kind === 'number' || kind === 'switch') continue;
      expect([name, parses(schema, { ...query, [name]: tooLong })]).toEqual([name, false]);
      expect([name, parses(schema, { ...query, [name]: [tooLong] })]).toEqual([name, false]);
      const entry = { satellites: 25544, instants: 0 }[kind as string] ?? 'mean24h';
      const tooMany = new Array<unknown>(maxItems + 1).fill(entry);
      expect([name, parses(schema, { ...query, [name]: tooMany })]).toEqual([name, false]);
    }
  });

  it('keeps numbers within their bounds', () => {
    for (const { schema: own, kind, min, above, max = 0 } of Object.values<Field>(fields)) {
      if (kind !== 'number') continue;
      const lowest = above ?? min ?? 0;
      expect([lowest, max, lowest - 1, max + 1, Infinity, NaN, '1'].map((value) => parses(own, value))).toEqual([
        above === undefined,
        true,
        false,
        false,
        false,
        false,
        false,
      ]);
    }
  });
});

describe('the registry of query types', () => {
  it('gives a field of one name one kind everywhere, so that a name tells how its text is read', () => {
    const kinds = new Map<string, Set<string>>();
    for (const type of QUERY_TYPES)
      for (const [name, { kind }] of Object.entries<Field>(QUERIES[type].fields))
        kinds.set(name, (kinds.get(name) ?? new Set()).add(kind));
    expect([...kinds].filter(([, known]) => known.size > 1)).toEqual([]);
  });

  it('has the limits that its documentation states', () => {
    expect([MAX_NAMES, MAX_SATELLITES, MAX_TIMES]).toEqual([100, 5000, 100_000]);
  });

  it('is what docs/queries.md says', async () => {
    const path = join(ROOT, 'docs', 'queries.md');
    const config = await prettier.resolveConfig(path);
    const page = await prettier.format(queriesPage(), { ...config, parser: 'markdown' });
    await expect(page).toMatchFileSnapshot(path);
  });
});
