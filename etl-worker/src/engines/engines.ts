export type { Engines, OpenStores } from '@orrery/pipeline/engines';
