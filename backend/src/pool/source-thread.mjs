/**
 * The thread when the program runs from its source: Node 20 reads no TypeScript, and what lets the parent read it is
 * not inherited.
 */
import { register } from 'tsx/esm/api';

register();
export default (await import('./query-thread.ts')).default;
