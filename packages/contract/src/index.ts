export * from './answers.ts';
export * from './errors.ts';
export * from './frames.ts';
export * from './queries.ts';
export * from './records.ts';
export * from './sky.ts';
