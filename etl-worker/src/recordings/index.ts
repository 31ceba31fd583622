export { endOfDate, isRow, isRowList, parseTime } from './rows.ts';
export type { ProviderRecording, Recording, ReplayAnswer, ReplayQuestion, ToRecord } from './recording.ts';
