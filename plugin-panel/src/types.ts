/** The kind of picture. */
export type SkyViewKind = 'sky' | 'earth' | 'solarSystem';

/** How it is drawn: 3D if the browser can, else flat (`auto`), or always one of them. */
export type PictureKind = 'auto' | '3d' | '2d' | 'table';

export interface SkyPanelOptions {
  view: SkyViewKind;
  picture: PictureKind;
  timeBar: boolean;
  /** A place for queries without an observer; degrees. */
  latitude?: number;
  longitude?: number;
  place?: string;
  facing: 'zenith' | 'north' | 'east' | 'south' | 'west';
  constellations: boolean;
  constellationNames: boolean;
  starNames: boolean;
  milkyWay: boolean;
  grid: boolean;
  satellites: boolean;
  /** Names, parts of names or NORAD ids, separated by commas: these get a label and a track. */
  selected?: string;
  night: boolean;
  graticule: boolean;
  tracks: boolean;
  footprints: boolean;
  aurora: boolean;
  scale: 'compressed' | 'real';
  orbits: boolean;
  moon: boolean;
  stars: boolean;
}
