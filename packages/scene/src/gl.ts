export * from './gl/controls.ts';
export * from './gl/dome.ts';
export { Stage, type CreateRenderer, type Renderer } from './gl/host.ts';
export { EarthView, type EarthViewOptions } from './views/EarthView.ts';
export { SkyView, type SkyViewOptions } from './views/SkyView.ts';
export { SolarSystemView, type SolarSystemViewOptions } from './views/SolarSystemView.ts';
export type { ViewSetup } from './views/base.ts';
