import { parseTleFile } from '@orrery/astro';

/** Recordings that were kept in another form than the provider's: the name and the form in which they are served. */
export const RESHAPED: readonly {
  readonly matches: RegExp;
  readonly name: string;
  readonly read: (text: string) => string;
}[] = [
  // GOES X-rays of several days, put together from answers.
  { matches: /^goes\d+_xrays_\w+\.csv$/, name: 'xrays-7-day.json', read: xraysOfCsv },
  // Close approaches of the year after a day, with fewer columns than cad.api gives.
  { matches: /^perigee_cad\.json$/, name: 'cad_reshaped.json', read: approachesOfList },
  // Two-line elements of a group, served in the JSON that is asked for.
  {
    matches: /_tle\.(dat|tle)$/,
    name: 'elements.json',
    read: (text) => JSON.stringify(parseTleFile(text).elements.map(({ omm }) => omm)),
  },
];

function xraysOfCsv(text: string): string {
  const rows = text.trimEnd().split('\n').slice(1);
  return JSON.stringify(
    rows.map((line) => {
      const [time_tag, energy, satellite, flux, observed_flux] = line.split(',');
      return {
        time_tag,
        satellite: Number(satellite),
        flux: Number(flux),
        observed_flux: Number(observed_flux),
        energy,
      };
    }),
  );
}

const APPROACH_FIELDS = [
  'des',
  'orbit_id',
  'jd',
  'cd',
  'dist',
  'dist_min',
  'dist_max',
  'v_rel',
  'v_inf',
  't_sigma_f',
  'h',
] as const;

function approachesOfList(text: string): string {
  const { approaches, snapshot } = JSON.parse(text) as {
    readonly snapshot: string;
    readonly approaches: readonly Readonly<Record<string, unknown>>[];
  };
  return JSON.stringify({
    signature: { version: '1.5', source: 'NASA/JPL SBDB Close Approach Data API' },
    snapshot,
    count: approaches.length,
    fields: APPROACH_FIELDS,
    data: approaches.map((approach) =>
      APPROACH_FIELDS.map((field) => (field in approach ? String(approach[field]) : null)),
    ),
  });
}
