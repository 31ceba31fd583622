export * from './ephemeris/index.ts';
export * from './time/index.ts';
