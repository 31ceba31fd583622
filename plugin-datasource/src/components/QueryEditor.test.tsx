import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Field } from '@orrery/contract/queries';
import { MODELS } from '../queries.ts';
import { CATALOG, testDataSource } from '../testing.ts';
import type { OrreryQuery } from '../types.ts';
import { choose, field, show, type } from './editorTesting.tsx';

describe('a new query', () => {
  test('shows its default: the altitude of Sun and Moon at the default site', async () => {
    await show({});
    expect(field('Query type')).toHaveValue('Ephemeris');
    expect(screen.getByText('Sun')).toBeInTheDocument();
    expect(screen.getByText('Moon')).toBeInTheDocument();
    expect(screen.getByText('Altitude')).toBeInTheDocument();
    expect(field('Observer')).toHaveValue('Default site');
  });
});

describe('the form of each type has its fields, all with labels', () => {
  const cases: Array<[OrreryQuery['queryType'], string[]]> = [
    ['ephemeris', ['Bodies', 'Quantities', 'Observer', 'Equinox', 'Refraction', 'Light']],
    ['skyEvents', ['Kinds', 'Bodies', 'Observer']],
    ['satelliteTrack', ['Satellites', 'Group', 'Observer']],
    ['satellitePasses', ['Satellites', 'Group', 'Observer', 'Min. elevation', 'Visible only']],
    ['satelliteElements', ['Satellites', 'Group']],
    ['observations', ['Series', 'Aggregate', 'Revision', 'Envelope']],
    ['spaceWeatherEvents', ['Kinds']],
    ['closeApproaches', ['Body', 'Max. distance', 'Min. diameter']],
    ['fireballs', []],
    ['impactRisks', []],
    ['forecast', ['Target', 'Format', 'Issued at', 'Hours ahead', 'Fields', 'Model', 'Version']],
    ['forecastSkill', ['Target', 'Format', 'Baseline', 'Scores of', 'Hours ahead', 'Version']],
    ['pipeline', ['View', 'Source']],
  ];
  test.each(cases)('%s: %j', async (queryType, labels) => {
    await show({ queryType });
    const shown = screen.getAllByRole('combobox').map((box) => (box as HTMLInputElement).labels?.[0]?.textContent);
    expect(shown).toEqual(['Query type', ...labels]);
  });
});

describe('choosing', () => {
  test('a body from the catalog adds it, saves it and runs the query', async () => {
    const { saved, runs } = await show({});
    await choose('Bodies', 'Mars');
    expect(saved().bodies).toEqual(['sun', 'moon', 'mars']);
    expect(runs).toHaveBeenCalledTimes(1);
  });

  test('a site saves its id', async () => {
    const { saved } = await show({});
    await choose('Observer', /Paranal/);
    expect(saved().observer).toBe('paranal');
  });

  test('geocentric removes the observer and reports that altitudes need one', async () => {
    const { saved } = await show({});
    await choose('Observer', /Geocentric/);
    expect(saved()).not.toHaveProperty('observer');
    expect(screen.getByText('Choose an observer: without one there is no altitude.')).toBeInTheDocument();
  });

  test('a template variable works like any other value', async () => {
    const { saved } = await show(
      { queryType: 'ephemeris', bodies: [], quantities: ['distance'] },
      testDataSource({}, { planets: ['mars'] })
    );
    await choose('Bodies', '$planets');
    expect(saved().bodies).toEqual(['$planets']);
  });

  test('a satellite saves its number and clears the group', async () => {
    const { saved } = await show({ queryType: 'satelliteElements', group: 'stations' });
    await choose('Satellites', /HST/);
    expect(saved().satellites).toEqual([20580]);
    expect(saved()).not.toHaveProperty('group');
  });

  test('a group clears the single satellites', async () => {
    const { saved } = await show({ queryType: 'satelliteTrack', satellites: [25544] });
    await choose('Group', /Brightest/);
    expect(saved().group).toBe('visual');
    expect(saved()).not.toHaveProperty('satellites');
  });

  test('yes saves true', async () => {
    const { saved } = await show({});
    await choose('Refraction', 'Yes');
    expect(saved().refraction).toBe(true);
  });

  test('an elevation saves a number', async () => {
    const { saved } = await show({ queryType: 'satellitePasses', group: 'stations', observer: 'default' });
    await choose('Min. elevation', '30°');
    expect(saved().minElevation).toBe(30);
  });
});

describe('choosing in the forms of the pipeline', () => {
  test('a kind of space weather comes from the catalog, and no kind means all', async () => {
    const { saved } = await show({ queryType: 'spaceWeatherEvents' });
    await choose('Kinds', 'Coronal mass ejection');
    expect(saved().kinds).toEqual(['cme']);
    await userEvent.click(screen.getByRole('button', { name: /Remove Coronal mass ejection/i }));
    expect(saved()).not.toHaveProperty('kinds');
  });

  test('a distance saves a number, and "Any" removes it', async () => {
    const { saved } = await show({ queryType: 'closeApproaches' });
    await choose('Max. distance', '10 LD');
    expect(saved().maxDistanceLd).toBe(10);
    await choose('Max. distance', 'Any');
    expect(saved()).not.toHaveProperty('maxDistanceLd');
  });

  test('a diameter that is no number is reported', async () => {
    await show({ queryType: 'closeApproaches' });
    await type('Min. diameter', 'large');
    expect(screen.getByText('Give a number from 0 to 10,000,000 m.')).toBeInTheDocument();
  });

  test('runs can be a series, and one source chosen', async () => {
    const { saved } = await show({ queryType: 'pipeline' });
    await choose('View', /Runs/);
    await choose('Format', /Series/);
    await choose('Source', /Planetary K index/);
    expect(saved()).toMatchObject({ view: 'runs', format: 'series', source: 'swpc-kp' });
  });

  test('a revision is saved, and the best one is left out', async () => {
    const { saved } = await show({ queryType: 'observations', series: ['kp'] });
    await choose('Revision', 'Definitive');
    expect(saved().revision).toBe('definitive');
    await choose('Revision', /Best/);
    expect(saved()).not.toHaveProperty('revision');
  });

  test('kinds of the sky are not taken for kinds of space weather', async () => {
    const { saved } = await show({ queryType: 'skyEvents', kinds: ['rise'], observer: 'default' });
    await choose('Query type', /Space weather events/);
    expect(saved()).toEqual({ refId: 'A', queryType: 'spaceWeatherEvents' });
  });
});

describe('typing with the keyboard alone', () => {
  const cases = MODELS.flatMap((model) =>
    Object.entries<Field>(model.fields)
      .filter(([, { hidden, maxItems }]) => !hidden && maxItems === undefined)
      .map(([name, field]) => ({ model, name, field, title: `${model.queryType}.${name}` }))
  );
  test.each(cases)('and Enter saves what was typed into $title', async ({ model, name, field: about }) => {
    const met = { ...about.when };
    const values = Object.fromEntries(Object.entries(met).map(([other, [value]]) => [other, value]));
    const { saved } = await show({ queryType: model.queryType, ...model.start, ...values } as Partial<OrreryQuery>);
    await userEvent.click(field(about.title));
    await userEvent.keyboard('77{Enter}');
    const wanted = about.kind === 'number' ? 77 : '77';
    expect(saved()).toMatchObject({ [name]: wanted });
  });

  test('a unit may be typed behind a number', async () => {
    const { saved } = await show({ queryType: 'satellitePasses', group: 'stations', observer: 'default' });
    await userEvent.click(field('Min. elevation'));
    await userEvent.keyboard('15°{Enter}');
    expect(saved().minElevation).toBe(15);
    await userEvent.clear(field('Min. elevation'));
    await userEvent.keyboard('99{Enter}');
    expect(saved().minElevation).toBe(99);
    expect(screen.getByText('Give a number from 0 to 89°.')).toBeInTheDocument();
  });

  test('and Enter where no query type has that name changes nothing', async () => {
    const { saved } = await show({ queryType: 'fireballs' });
    await userEvent.click(field('Query type'));
    await userEvent.keyboard('horoscope{Enter}');
    expect(saved()).toEqual({ refId: 'A', queryType: 'fireballs' });
  });

  test('takes coordinates and saves them without blanks', async () => {
    const { saved } = await show({});
    await type('Observer', '52.52, 13.40, 34');
    expect(saved().observer).toBe('52.52,13.40,34');
    expect(screen.queryByText(/neither a site/)).not.toBeInTheDocument();
  });

  test('takes a variable in every list', async () => {
    const { saved } = await show({});
    await type('Quantities', '$wanted');
    expect(saved().quantities).toEqual(['altitude', '$wanted']);
  });

  test('reports an unknown place', async () => {
    await show({});
    await type('Observer', 'Atlantis');
    expect(screen.getByText(/"Atlantis" is neither a site of the catalog nor coordinates/)).toBeInTheDocument();
  });

  test('reaches every field in order with Tab', async () => {
    await show({ queryType: 'observations', series: ['kp'] });
    const reached: Array<string | null> = [];
    for (let presses = 0; presses < 12; presses++) {
      await userEvent.tab();
      reached.push(document.activeElement?.id ?? null);
    }
    const boxes = screen.getAllByRole('combobox').map((box) => box.id);
    expect(reached.filter((id) => id !== null && boxes.includes(id)).slice(0, boxes.length)).toEqual(boxes);
  });
});

describe('changing the type', () => {
  test('keeps the bodies and the place, and drops what the new type does not know', async () => {
    const { saved, runs } = await show({
      queryType: 'ephemeris',
      bodies: ['mars'],
      quantities: ['distance'],
      observer: 'paranal',
    });
    await choose('Query type', /Sky events/);
    expect(saved()).toEqual({
      refId: 'A',
      queryType: 'skyEvents',
      bodies: ['mars'],
      observer: 'paranal',
      kinds: ['rise', 'set', 'moonPhase'],
    });
    expect(runs).toHaveBeenCalledTimes(1);
  });

  test('adds a place if the default of the new type needs one', async () => {
    const { saved } = await show({ queryType: 'satelliteElements', group: 'stations' });
    await choose('Query type', /Ephemeris/);
    expect(saved()).toEqual({
      refId: 'A',
      queryType: 'ephemeris',
      bodies: ['sun', 'moon'],
      quantities: ['altitude'],
      observer: 'default',
    });
  });

  test('fills a list again that was emptied before', async () => {
    const { saved } = await show({ queryType: 'skyEvents', kinds: ['moonPhase'], bodies: [] });
    await choose('Query type', /Ephemeris/);
    expect(saved().bodies).toEqual(['sun', 'moon']);
  });

  test('keeps the group between satellite types', async () => {
    const { saved } = await show({ queryType: 'satelliteElements', group: 'visual' });
    await choose('Query type', /Satellite passes/);
    expect(saved()).toMatchObject({ queryType: 'satellitePasses', group: 'visual', observer: 'default' });
    expect(saved()).not.toHaveProperty('satellites');
  });
});

describe('without a catalog', () => {
  const away = () => Promise.reject({ status: 502, data: { detail: 'Nothing listens at http://127.0.0.1:4310.' } });

  test('shows the reason and keeps the saved values', async () => {
    await show({ queryType: 'ephemeris', bodies: ['mars'], quantities: ['distance'] }, testDataSource({}, {}, away));
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('Nothing listens at http://127.0.0.1:4310.')).toBeInTheDocument();
    expect(screen.getByText('mars')).toBeInTheDocument();
  });

  test('retries on request and recovers', async () => {
    const resource = jest.fn<Promise<unknown>, []>(away);
    await show({}, testDataSource({}, {}, resource));
    resource.mockImplementation(() => Promise.resolve(CATALOG));
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument());
    expect(screen.getByText('Sun')).toBeInTheDocument();
  });

  test('still takes typed names', async () => {
    const { saved } = await show({}, testDataSource({}, {}, away));
    await type('Bodies', 'jupiter');
    expect(saved().bodies).toEqual(['sun', 'moon', 'jupiter']);
  });

  test('lists every choice once it is here', async () => {
    await show({});
    await userEvent.click(field('Observer'));
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2 + CATALOG.sites.length));
  });
});
