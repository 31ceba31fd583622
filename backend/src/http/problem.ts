import {
  asOrreryError,
  ERROR_CODES,
  OrreryError,
  type ErrorCode,
  type Problem,
  type QueryFailure,
} from '@orrery/contract';
import type { Logger } from '@orrery/telemetry';
import type { ErrorRequestHandler, RequestHandler } from 'express';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  413: 'Too large',
  415: 'Unsupported media type',
  421: 'Misdirected request',
  422: 'Cannot be answered',
  429: 'Too many requests',
  499: 'Client closed request',
  500: 'Internal error',
  502: 'Source unreachable',
  503: 'Service unavailable',
};

/** What a client reads of an error: of a defect nothing, for its message may be a database's or a path. */
export const clientMessage = (error: OrreryError): string =>
  error.code === 'defect' ? "Internal error; the service's log has the details." : error.message;

/** An error as the answer to one query of a request tells it. */
export const failureOf = (error: OrreryError): QueryFailure => ({
  status: error.status,
  error: clientMessage(error),
  errorSource: error.source,
  code: error.code,
  ...(error.details.length > 0 ? { errors: error.details } : {}),
  ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
});

/** The error that a failure tells of, for where it is the answer to a whole request. */
export const errorOf = ({ code, error, errors = [], retryAfterSeconds }: QueryFailure): OrreryError =>
  new OrreryError(
    code in ERROR_CODES ? (code as ErrorCode) : 'defect',
    error,
    errors,
    retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
  );

/** RFC 9457 problem details of an error. */
export function problemOf(error: OrreryError): Problem {
  return {
    type: `urn:orrery:problem:${error.code}`,
    title: TITLES[error.status] ?? error.code,
    status: error.status,
    detail: clientMessage(error),
    code: error.code,
    ...(error.details.length > 0 ? { errors: error.details } : {}),
  };
}

/** The one place where errors become HTTP. */
export function problemHandler(logger: Logger, maxBodyBytes: number): ErrorRequestHandler {
  return (thrown: unknown, _req, res, next) => {
    if (res.headersSent) {
      next(thrown);
      return;
    }
    const error = bodyError(thrown, maxBodyBytes) ?? asOrreryError(thrown);
    if (error.code === 'defect') logger.error({ err: thrown }, 'request failed by a defect');
    if (error.code === 'unauthorized') res.set('www-authenticate', 'Bearer realm="orrery"');
    if (error.retryAfterSeconds !== undefined) res.set('retry-after', String(error.retryAfterSeconds));
    res
      .status(error.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemOf(error)));
  };
}

/** What Express and its body parser throw, in our terms; null where it is something else. */
function bodyError(thrown: unknown, maxBodyBytes: number): OrreryError | null {
  if (thrown instanceof URIError) return new OrreryError('invalidRequest', 'The path is not percent-encoded UTF-8.');
  const type = thrown instanceof Error && 'type' in thrown ? thrown.type : null;
  if (type === 'entity.too.large') {
    return new OrreryError('tooLarge', `The body is larger than the limit of ${maxBodyBytes} bytes (maxBodyBytes).`);
  }
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return new OrreryError(
      'unsupportedMediaType',
      'Send the body in UTF-8; it may be compressed by gzip, br or deflate.',
    );
  if (type === 'entity.parse.failed') return new OrreryError('invalidRequest', 'The body is not JSON.');
  return typeof type === 'string' ? new OrreryError('invalidRequest', `The body cannot be read: ${type}.`) : null;
}

export const noSuchRoute: RequestHandler = (req) => {
  throw new OrreryError('notFound', `No route ${req.method} ${req.path}; see /api/v1/openapi.json.`);
};

/** Refuses every method that the route does not have, naming those that it has. */
export const onlyMethods =
  (...allowed: readonly string[]): RequestHandler =>
  (req, res) => {
    res.set('allow', allowed.join(', '));
    throw new OrreryError('methodNotAllowed', `${req.method} is not possible here; send ${allowed.join(' or ')}.`);
  };

/** Refuses requests without a body of JSON. */
export const jsonOnly: RequestHandler = (req, _res, next) => {
  if (!req.is('application/json')) throw new OrreryError('unsupportedMediaType', 'Send the body as application/json.');
  next();
};
