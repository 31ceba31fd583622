import { MAX_NORAD_ID } from '@orrery/contract';
import { z } from 'zod';
import { invalidElements, type ElementSet, type OmmRecord } from './elements.ts';
import { formatIsoEpoch, parseIsoEpoch } from './epoch.ts';
import { elementSetOf } from './omm-record.ts';

/** A number, or a numeric string as some publishers write it; an empty string is no number. */
const number = (schema: z.ZodNumber) =>
  z.preprocess(
    (v) => (typeof v === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(v) ? Number(v) : v),
    schema,
  );

const angle = number(z.number().min(0).max(360));
const count = (fallback: number) =>
  number(z.number().int().min(0))
    .nullish()
    .transform((v) => v ?? fallback);

/** A key whose other values mean other elements (CCSDS 502.0-B §4.2.3); absent is what SGP4 takes. */
const only = (value: string) =>
  z
    .string()
    .nullish()
    .refine((given) => !given || given.trim().toUpperCase() === value, `elements of SGP4 have ${value} here`);

/** The fields of a GP record that are read; others (creation date, originator, …) are allowed and ignored. */
const ommSchema = z.object({
  OBJECT_NAME: z.string().nullish(),
  OBJECT_ID: z.string().nullish(),
  EPOCH: z.string().transform((text, ctx) => {
    const epochMs = parseIsoEpoch(text.trim());
    if (epochMs !== null) return epochMs;
    ctx.addIssue({ code: 'custom', message: `"${text}" is no UTC date such as 2025-05-24T20:37:27.097824` });
    return z.NEVER;
  }),
  MEAN_MOTION: number(z.number().positive().max(20)),
  ECCENTRICITY: number(z.number().min(0).lt(1)),
  INCLINATION: number(z.number().min(0).max(180)),
  RA_OF_ASC_NODE: angle,
  ARG_OF_PERICENTER: angle,
  MEAN_ANOMALY: angle,
  BSTAR: number(z.number()),
  MEAN_MOTION_DOT: number(z.number())
    .nullish()
    .transform((v) => v ?? 0),
  MEAN_MOTION_DDOT: number(z.number())
    .nullish()
    .transform((v) => v ?? 0),
  NORAD_CAT_ID: number(z.number().int().min(1).max(MAX_NORAD_ID)),
  ELEMENT_SET_NO: count(999),
  REV_AT_EPOCH: count(0),
  CLASSIFICATION_TYPE: z
    .enum(['U', 'C', 'S'])
    .nullish()
    .transform((v) => v ?? 'U'),
  EPHEMERIS_TYPE: count(0).refine(
    (type) => type !== 4,
    'type 4 is SGP4-XP, which SGP4 cannot propagate; ask for SGP4 elements',
  ),
  MEAN_ELEMENT_THEORY: z
    .string()
    .nullish()
    .refine(
      (theory) => !theory || /^(S[GD]P4?|SGP\/SGP4)$/.test(theory),
      'only elements of SGP4 (SGP, SGP4, SGP/SGP4, SDP4) can be propagated',
    ),
  TIME_SYSTEM: only('UTC'),
  REF_FRAME: only('TEME'),
  CENTER_NAME: only('EARTH'),
});

/** What a record calls itself, for the error message. */
function nameOf(record: unknown): string {
  if (typeof record !== 'object' || record === null) return 'a record that is no object';
  const { NORAD_CAT_ID: id, OBJECT_NAME: name } = record as Readonly<Record<string, unknown>>;
  return `${String(name ?? 'an unnamed object')} (${String(id ?? 'no NORAD_CAT_ID')})`;
}

/**
 * An element set of one record of CelesTrak's or Space-Track's GP JSON (OMM, CCSDS 502.0). Numbers may come as numeric
 * strings; EPOCH is UTC, its microseconds are kept. Throws OrreryError `invalidElements` naming each wrong field.
 */
export function parseOmm(record: unknown): ElementSet {
  const parsed = ommSchema.safeParse(record);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message }));
    throw invalidElements(nameOf(record), problems);
  }
  const {
    EPOCH: epochMs,
    MEAN_ELEMENT_THEORY: _theory,
    TIME_SYSTEM: _time,
    REF_FRAME: _frame,
    CENTER_NAME: _centre,
    ...read
  } = parsed.data;
  const name = read.OBJECT_NAME?.trim() || `NORAD ${read.NORAD_CAT_ID}`;
  const id = read.OBJECT_ID?.trim() ?? '';
  const omm: OmmRecord = {
    ...read,
    OBJECT_NAME: name,
    OBJECT_ID: id,
    EPOCH: formatIsoEpoch(epochMs),
    EPHEMERIS_TYPE: 0,
  };
  return elementSetOf(omm, epochMs);
}
