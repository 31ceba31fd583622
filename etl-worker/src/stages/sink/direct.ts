import type { DocumentRecord, Observation, StreamRecord } from '@orrery/contract';
import type { Stores } from '@orrery/stores';

/** Records of one write. */
const CHUNK = 20_000;

/**
 * Writes records straight into the stores, the very writes of the sinks. History and repeated transforms go this way:
 * they are in files or in the store already, so a stream would only keep them a third time, and the command can say
 * when they are there. Writing by natural key, it may be broken off, repeated and done beside a running worker.
 */
export async function writeDirect(
  { series, archive, documents }: Pick<Stores, 'series' | 'archive' | 'documents'>,
  records: readonly StreamRecord[],
  onWritten: (count: number) => Promise<void> | void = () => undefined,
): Promise<void> {
  for (let from = 0; from < records.length; from += CHUNK) {
    const observations: Observation[] = [];
    const found: DocumentRecord[] = [];
    const chunk = records.slice(from, from + CHUNK);
    for (const record of chunk) {
      if (record.kind === 'observation') observations.push(record);
      else found.push(record);
    }
    if (observations.length > 0) {
      await series.write(observations);
      await archive.archive(observations);
    }
    if (found.length > 0) await documents.upsert(found);
    await onWritten(chunk.length);
  }
}
