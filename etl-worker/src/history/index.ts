export { HISTORY_FILES, historyFileOf, type HistoryFile } from './files.ts';
export { parseOmni2 } from './omni2.ts';
