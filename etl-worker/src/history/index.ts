export { HISTORY_FILES, historyFileOf } from './files.ts';
export { parseOmni2 } from './omni2.ts';
