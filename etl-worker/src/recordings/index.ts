export { endOfDate, isRow, isRowList } from './rows.ts';
export type { ProviderRecording, Recording, ReplayAnswer } from './recording.ts';
