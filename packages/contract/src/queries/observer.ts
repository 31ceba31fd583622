import { observer, optional } from './field.ts';

/** Stands for the default site of the Grafana data source, which replaces it before it asks. */
export const DEFAULT_OBSERVER = 'default';

const about = {
  title: 'Observer',
  help: 'Where the observer stands: a site, or latitude, longitude and elevation (degrees north, degrees east, metres), such as 52.52, 13.40, 34.',
};

/** A place that must be given. */
export const observerRequired = observer(about);

/** A place; without one everything is seen from the centre of the Earth. `neededBy` names the list that may need it. */
export const observerOrCentre = <const N extends string>(neededBy: N) =>
  optional(observer({ ...about, neededBy }), {
    title: 'Geocentric',
    help: 'Seen from the centre of the Earth',
  });

/** A place, for what is seen from there beside the track itself. */
export const observerOfTrack = optional(observer(about), {
  title: 'None',
  help: 'Only the track: latitude, longitude, altitude, speed',
});
