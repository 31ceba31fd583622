/**
 * Who is to blame, in Grafana's words: `downstream` = the asker or a source we depend on, `plugin` = a defect of ours.
 */
export type ErrorSource = 'downstream' | 'plugin';

/** Closed list of error codes. Codes are stable; messages may change. */
export const ERROR_CODES = {
  invalidRequest: 400,
  unauthorized: 401,
  forbidden: 403,
  notFound: 404,
  unknownName: 404,
  methodNotAllowed: 405,
  tooLarge: 413,
  unsupportedMediaType: 415,
  misdirected: 421,
  outOfRange: 422,
  missingParameter: 422,
  invalidElements: 422,
  tooManyRequests: 429,
  cancelled: 499,
  defect: 500,
  sourceUnreachable: 502,
  notReady: 503,
  overloaded: 503,
  overran: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** One wrong field: `path` as in the request (`queries.0.bodies.1`), and what is wrong with it. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export interface OrreryErrorOptions extends ErrorOptions {
  readonly retryAfterSeconds?: number;
}

/** The one error of the project. The message says what was wrong, what is allowed and what to do. */
export class OrreryError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly source: ErrorSource;
  readonly details: readonly FieldError[];
  /** When it is worth asking again, seconds; where asking again is no use, undefined. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, details: readonly FieldError[] = [], options: OrreryErrorOptions = {}) {
    super(message, options);
    this.name = 'OrreryError';
    this.code = code;
    this.status = ERROR_CODES[code];
    this.source = code === 'defect' ? 'plugin' : 'downstream';
    this.details = details;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** The words of any thrown value. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Any thrown value as an OrreryError; what is not one already is a defect. */
export function asOrreryError(error: unknown): OrreryError {
  if (error instanceof OrreryError) return error;
  return new OrreryError('defect', `Internal error: ${messageOf(error)}`, [], { cause: error });
}
