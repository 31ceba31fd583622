export * from './ephemeris.ts';
export { refracted } from './topocentric.ts';
