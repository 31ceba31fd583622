import { isFetchError } from '@grafana/runtime';

/** An error in a sentence, whatever was thrown. */
export function messageOf(error: unknown): string {
  if (isFetchError<{ message?: string }>(error)) return error.data.message ?? `The server answered ${error.status}`;
  return error instanceof Error ? error.message : String(error);
}
