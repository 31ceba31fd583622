import * as z from 'zod/mini';

/** First and last moment of the years 1 to 9999, epoch ms UTC: every instant of a request lies between them. */
export const MIN_INSTANT_MS = Date.parse('0001-01-01T00:00:00Z');
export const MAX_INSTANT_MS = Date.parse('9999-12-31T23:59:59.999Z');

const EXPECTED =
  'Expected an instant of the years 1 to 9999: ISO 8601 with zone (2024-05-10T18:00:00Z) or whole epoch milliseconds';
/** Longer than any way to write such an instant. */
const MAX_TEXT = 40;
const ISO = /^[+-]?\d{4,6}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/;

/** The parts of an instant for JSON schema, which cannot show what the transform below checks. */
const numberSchema = z.number();
const textSchema = z.string();
z.globalRegistry.add(numberSchema, {
  type: 'integer',
  minimum: MIN_INSTANT_MS,
  maximum: MAX_INSTANT_MS,
  description: 'Epoch milliseconds UTC, years 1 to 9999',
});
z.globalRegistry.add(textSchema, {
  maxLength: MAX_TEXT,
  description: 'ISO 8601 with zone, or epoch milliseconds as text',
});

/** Epoch ms of a text: ISO 8601 (a date alone is midnight UTC) or digits; NaN where it is neither. */
function parseInstant(text: string): number {
  if (text.length > MAX_TEXT) return NaN;
  if (/^-?\d+$/.test(text)) return Number(text);
  return ISO.test(text) ? Date.parse(text) : NaN;
}

const isInstant = (ms: number): boolean => Number.isSafeInteger(ms) && ms >= MIN_INSTANT_MS && ms <= MAX_INSTANT_MS;

/** ISO 8601 (with a zone) or epoch milliseconds, as a number or as text; always UTC milliseconds afterwards. */
export const instantSchema = z.pipe(
  z.pipe(
    z.union([numberSchema, textSchema], { error: (issue) => (issue.input === undefined ? undefined : EXPECTED) }),
    z.transform((value, context): number => {
      const ms = typeof value === 'number' ? value : parseInstant(value);
      if (isInstant(ms)) return ms;
      context.issues.push({ code: 'custom', message: EXPECTED, input: value });
      return z.NEVER;
    }),
  ),
  // What comes out, for JSON schema.
  z.int(),
);
