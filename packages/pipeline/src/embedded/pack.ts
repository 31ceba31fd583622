import type { RecordOf, Topic } from '@orrery/contract';
import { PACKINGS, type Packing } from '../avro/packing.ts';

/**
 * Records as text: the bodies of the messages as in Kafka, observations in columns, which take a quarter of the space
 * of rows.
 */
export function pack<T extends Topic>(topic: T, records: readonly RecordOf<T>[]): string {
  const packing: Packing<T> = PACKINGS[topic];
  return JSON.stringify(packing.pack(records, records.length).map(({ body }) => body));
}

export function unpack<T extends Topic>(topic: T, text: string): readonly RecordOf<T>[] {
  const packing: Packing<T> = PACKINGS[topic];
  return (JSON.parse(text) as object[]).flatMap((body) => packing.unpack(body));
}
