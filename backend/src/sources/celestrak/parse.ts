import { parseOmm, parseTleFile, type ElementSet } from '@orrery/astro';
import type { Reject } from '../../stores/quarantine.ts';

export interface ParsedElements {
  readonly elements: readonly ElementSet[];
  readonly rejects: readonly Reject[];
}

/**
 * Elements of a GP response: a JSON array of OMM records or two-/three-line sets, told apart by the first character.
 * Records that do not parse are rejects with their reason; the others still load.
 */
export function parseGp(body: string): ParsedElements {
  if (!body.trimStart().startsWith('[')) return parseTleFile(body);
  let records: unknown;
  try {
    records = JSON.parse(body);
  } catch (error) {
    return { elements: [], rejects: [{ reason: `not JSON: ${String(error)}`, raw: body }] };
  }
  const elements: ElementSet[] = [];
  const rejects: Reject[] = [];
  for (const record of records as readonly unknown[]) {
    try {
      elements.push(parseOmm(record));
    } catch (error) {
      rejects.push({ reason: error instanceof Error ? error.message : String(error), raw: JSON.stringify(record) });
    }
  }
  return { elements, rejects };
}
