export * from './ports/index.ts';
export * from './embedded/index.ts';
export * from './distributed.ts';
