import type { Cursor } from '@orrery/contract';
import type { ExtractContext, RawResponse } from '../providers/source.ts';

export interface FakeContext extends ExtractContext {
  /** Paths and queries that were asked for. */
  readonly asked: readonly string[];
  /** What the source noted last. */
  readonly noted: () => Cursor | null;
}

/** A context whose answers are given by path; null is "nothing new", an Error is thrown. */
export function fakeContext(
  answer: (url: URL) => string | null | Error,
  given: Partial<Pick<ExtractContext, 'nowMs' | 'cursor' | 'nasaApiKey'>> = {},
): FakeContext {
  const asked: string[] = [];
  const { nowMs = Date.UTC(2026, 7, 22, 12), cursor = null, nasaApiKey = 'own' } = given;
  let noted: Cursor | null = null;
  return {
    nowMs,
    cursor,
    nasaApiKey,
    asked,
    noted: () => noted,
    base: (provider) => `http://${provider}.test/base/`,
    setCursor: async (next) => {
      noted = next;
    },
    request: async (url): Promise<RawResponse | null> => {
      asked.push(url.pathname + url.search);
      const body = answer(url);
      if (body instanceof Error) throw body;
      return body === null ? null : { url: url.href, status: 200, headers: {}, body, retrievedAtMs: nowMs };
    },
  };
}
