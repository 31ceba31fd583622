export { findSkyEvents, MAX_SKY_EVENTS } from './find-sky-events.ts';
export type { SkyEvent, SkyEventsRequest } from './types.ts';
