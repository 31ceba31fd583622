export * from './earth/index.ts';
export * from './ephemeris/index.ts';
export * from './time/index.ts';
export * from './satellites/index.ts';
export * from './events/index.ts';
