import { parseOmm } from '@orrery/astro';
import { OrreryError } from '@orrery/contract';
import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type RawText } from '../../../records/collector.ts';
import { BadRecord, parseJson } from '../../../parsing/rows.ts';

/**
 * Mean elements of one group (GP data as OMM JSON): a document `<NORAD id>:<epoch>` each, its body the OMM record; and
 * a document of who is in the group, `satelliteGroup` by name, because one satellite is in many groups and its elements
 * are kept once.
 */
export function transformGp(raw: RawText, source: string, group: string): Transformed {
  const json = parseJson(raw.body);
  if (!Array.isArray(json)) return unreadable(`unknown shape of the elements of ${group}`, raw);
  const collector = createCollector(raw, { source });
  const noradIds = new Set<number>();
  for (const record of json as readonly unknown[]) {
    collector.attempt(record, () => {
      const { noradId, name, epochMs, omm } = elementsOf(record);
      noradIds.add(noradId);
      collector.document(
        {
          collection: 'elements',
          id: `${noradId}:${omm.EPOCH}`,
          timeMs: Math.round(epochMs),
          timeEndMs: null,
          title: name,
          linked: [],
          body: JSON.stringify(omm),
        },
        record,
      );
    });
  }
  const members = [...noradIds].sort((a, b) => a - b);
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

function elementsOf(record: unknown): ReturnType<typeof parseOmm> {
  try {
    return parseOmm(record);
  } catch (error) {
    if (error instanceof OrreryError) throw new BadRecord(error.message);
    throw error;
  }
}
