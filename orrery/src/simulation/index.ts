export type { Faults } from './faults.ts';
export { startReplayServer, type ReplayServer } from './server.ts';
