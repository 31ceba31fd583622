export * from './gl/controls.ts';
export * from './gl/dome.ts';
export { EarthView } from './views/EarthView.ts';
export { SkyView } from './views/SkyView.ts';
export { SolarSystemView } from './views/SolarSystemView.ts';
