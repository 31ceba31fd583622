export { toEarthFixed } from './earth-fixed.ts';
export { bulkPositions, createBulkPositions, createWasmBulkPositions, type BulkPositions } from './bulk.ts';
export {
  elementAgeDays,
  elementAgeNotices,
  MAX_ELEMENT_AGE_DAYS,
  type ElementSet,
  type OmmRecord,
} from './elements.ts';
export { parseOmm } from './omm.ts';
export { elementSetOf } from './omm-record.ts';
export { findPasses, type PassesInput, type SatellitePass } from './passes.ts';
export { createPropagator, propagateAt, type PropagatedState, type Propagator } from './propagator.ts';
export { parseTle, parseTleFile, type TleReject } from './tle.ts';
export { toTleLines } from './tle-format.ts';
export { computeTrack, type SatelliteTrack, type TrackFailure } from './track.ts';
