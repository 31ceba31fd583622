import { name, optional, satellites } from './field.ts';

/** NORAD number of the International Space Station, the satellite that everybody knows. */
export const ISS = 25544;

/** Satellites one by one, or a whole group of the catalog. */
export const satelliteSelection = {
  satellites: optional(
    satellites({
      title: 'Satellites',
      help: 'Names or NORAD catalogue numbers. Choosing satellites clears the group.',
    }),
    'A group',
  ),
  group: optional(
    name({
      title: 'Group',
      help: 'All satellites of a group of the catalog. Choosing a group clears the single satellites.',
      options: 'satelliteGroups',
    }),
    'Single satellites',
  ),
} as const;

export const SELECTION = ['satellites', 'group'] as const;
