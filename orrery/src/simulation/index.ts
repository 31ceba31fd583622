export { simulatedClock } from './clock.ts';
export { FAULTS, parseFaults, type FaultName, type Faults } from './faults.ts';
export { startReplayHistory } from './history.ts';
export { startReplayServer, type ReplayServer } from './server.ts';
export { createReplaySources, type ReplaySources } from './sources.ts';
