import { parseOmm, type ElementSet } from '@orrery/astro';
import { OrreryError } from '@orrery/contract';
import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Documented, type RawText } from '../../../records/collector.ts';
import { BadRecord, parseJson } from '../../../parsing/rows.ts';
import { parseUtc } from '../../../parsing/time.ts';
import { chooseSets, type FoundSet } from './choose.ts';

/**
 * Mean elements of one group (GP data as OMM JSON): a document `<NORAD id>:<epoch>` each, its body the OMM record; and
 * a document of who is in the group, `satelliteGroup` by name, because one satellite is in many groups and its elements
 * are kept once.
 */
export function transformGp(raw: RawText, source: string, group: string): Transformed {
  const json = parseJson(raw.body);
  if (!Array.isArray(json)) return unreadable(`unknown shape of the elements of ${group}`, raw);
  const collector = createCollector(raw, { source });
  const found: FoundSet[] = [];
  for (const record of json as readonly unknown[])
    collector.attempt(record, () => {
      found.push({ elements: elementsOf(record), createdMs: createdMsOf(record), record });
    });
  const { kept, rejected } = chooseSets(found);
  for (const { reason, record } of rejected) collector.reject(reason, record);
  for (const { elements, record } of kept) collector.document(documentOf(elements), record);
  const members = [...new Set(kept.map(({ elements }) => elements.noradId))].sort((a, b) => a - b);
  // A group that came in part must not push satellites out of the group that is known.
  const partial = collector.finish();
  if (members.length === 0 || !partial.complete) return { ...partial, complete: false };
  collector.document(
    {
      collection: 'satelliteGroup',
      id: group,
      timeMs: raw.retrievedAtMs,
      timeEndMs: null,
      title: group,
      linked: [],
      body: JSON.stringify({ group, noradIds: members }),
    },
    group,
  );
  return collector.finish();
}

const documentOf = ({ noradId, name, epochMs, omm }: ElementSet): Documented => ({
  collection: 'elements',
  id: `${noradId}:${omm.EPOCH}`,
  timeMs: Math.round(epochMs),
  timeEndMs: null,
  title: name,
  linked: [],
  body: JSON.stringify(omm),
});

/** CREATION_DATE of a record (CCSDS 502.0-B §4.2.2), null where it is absent or no date. */
const createdMsOf = (record: unknown): number | null =>
  parseUtc((record as Readonly<Record<string, unknown>>)['CREATION_DATE']);

function elementsOf(record: unknown): ElementSet {
  try {
    return parseOmm(record);
  } catch (error) {
    if (error instanceof OrreryError) throw new BadRecord(error.message);
    throw error;
  }
}
