import pino from 'pino';

export type Logger = pino.Logger;
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const SECRETS = ['authorization', 'apiKey', 'nasaApiKey', 'password', 'token'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
]);

/**
 * Structured JSON lines on standard error (standard output belongs to the commands), times in ISO 8601 UTC; credentials
 * are blotted out.
 */
export function createLogger(name: string, level: LogLevel, to: pino.DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      name,
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS, censor: '[redacted]' },
    },
    to,
  );
}
