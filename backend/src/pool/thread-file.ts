/** The module of a query thread: the source, or a bundle in a file beside this one. */
const SOURCE_THREAD = new URL('./source-thread.mjs', import.meta.url);
const BUNDLED_THREAD = new URL('./query-thread.mjs', import.meta.url);
export const QUERY_THREAD = import.meta.url.endsWith('.ts') ? SOURCE_THREAD : BUNDLED_THREAD;
