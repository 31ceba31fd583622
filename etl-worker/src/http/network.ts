/**
 * Errors of the network (Node, "Common system errors", and dns.lookup) after which no request can have reached the
 * provider: no name, no route, no connection. A connection that times out is not among them: a provider's firewall may
 * have dropped it.
 */
import { messageOf } from '@orrery/contract';
const NEVER_CONNECTED = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'ENETDOWN', 'EHOSTUNREACH', 'ECONNREFUSED']);

/** Codes of an error of fetch; several where each address of a name was tried. */
function codesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  if (error instanceof AggregateError) return error.errors.flatMap(codesOf);
  if ('code' in error && typeof error.code === 'string') return [error.code];
  return codesOf(error.cause);
}

/** Whether fetch failed before a connection stood, at every address of the name. */
export function neverConnected(error: unknown): boolean {
  const codes = codesOf(error);
  return codes.length > 0 && codes.every((code) => NEVER_CONNECTED.has(code));
}

/** The code of the network's error, or what fetch says. */
export const networkReason = (error: unknown): string => [...new Set(codesOf(error))].join(', ') || messageOf(error);
