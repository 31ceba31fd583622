export * from './ports.ts';
export * from './embedded/index.ts';
export * from './distributed.ts';
