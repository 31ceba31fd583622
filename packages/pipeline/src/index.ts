export * from './ports.ts';
export * from './embedded/index.ts';
