import { TOPICS, type Topic } from '@orrery/contract';
import { avroRecordOf, type AvroRecord } from './from-zod.ts';

const NAMESPACE = 'orrery';
const RECORD_NAMES: Readonly<Record<Topic, string>> = { observations: 'Observation', documents: 'Document' };

/** The Avro schema records of a topic are written and read with, derived from the contract. */
export function avroSchemaOf(topic: Topic): AvroRecord {
  return avroRecordOf(RECORD_NAMES[topic], NAMESPACE, TOPICS[topic]);
}
