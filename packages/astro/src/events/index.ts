export { findSkyEvents } from './find-sky-events.ts';
export type { SkyEvent } from './types.ts';
