import { HOUR_MS } from '@orrery/contract';
import React from 'react';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import {
  createTheme,
  DataHoverClearEvent,
  DataHoverEvent,
  dateTime,
  EventBusSrv,
  FieldType,
  getDisplayProcessor,
  LoadingState,
  toDataFrame,
  type DataFrame,
  type PanelProps,
  type TimeRange,
} from '@grafana/data';
import { loadSceneKit, type SceneKit } from '../scene/load';
import type { LiveView, ViewEvents } from '../scene/picture';
import type { SkyPanelOptions } from '../types';
import { SkyPanel } from './SkyPanel';

jest.mock('../scene/load');

const FROM = Date.UTC(2025, 3, 23, 12);
const TO = FROM + 12 * HOUR_MS;

const OPTIONS: SkyPanelOptions = {
  view: 'sky',
  picture: 'auto',
  timeBar: true,
  facing: 'zenith',
  constellations: true,
  constellationNames: true,
  starNames: true,
  milkyWay: true,
  grid: true,
  satellites: true,
  night: true,
  graticule: true,
  tracks: true,
  footprints: false,
  aurora: true,
  scale: 'compressed',
  orbits: true,
  moon: true,
  stars: true,
};

/** Jupiter over Prague, sinking by 10° an hour from 60°. */
function jupiter(): DataFrame {
  const labels = { body: 'jupiter', observer: 'prague' };
  const times = Array.from({ length: 13 }, (_, i) => FROM + i * HOUR_MS);
  const frame = toDataFrame({
    name: 'jupiter',
    meta: { custom: { observer: { latitude: 50.1, longitude: 14.4, elevation: 200, name: 'Prague' } } },
    fields: [
      { name: 'time', type: FieldType.time, values: times },
      {
        name: 'altitude',
        type: FieldType.number,
        labels,
        values: times.map((_, i) => 60 - i * 10),
        config: { unit: 'degree', decimals: 1 },
      },
      {
        name: 'azimuth',
        type: FieldType.number,
        labels,
        values: times.map((_, i) => 180 + i * 15),
        config: { unit: 'degree', decimals: 0 },
      },
    ],
  });
  const theme = createTheme();
  for (const field of frame.fields) {
    field.display = getDisplayProcessor({ field, theme });
  }
  return frame;
}

function fakeView(): jest.Mocked<LiveView> {
  return {
    mount: jest.fn(),
    setTime: jest.fn(),
    setTheme: jest.fn(),
    resize: jest.fn(),
    highlight: jest.fn(),
    pick: jest.fn<null, [number, number]>(() => null),
    locate: jest.fn((id: string) => ({ id, x: 50, y: 60, radius: 4 })),
    key: jest.fn((key: string) => key.startsWith('Arrow')),
    dispose: jest.fn(),
    show: jest.fn(),
  };
}

interface Stage {
  readonly gl: jest.Mocked<LiveView>;
  readonly flat: jest.Mocked<LiveView>;
  readonly events: ViewEvents[];
}

/** The real models and tables with views that only record calls. */
async function kitWithFakeViews(glFails = false): Promise<Stage> {
  const real = jest.requireActual<typeof import('../scene/picture')>('../scene/picture');
  const stage: Stage = { gl: fakeView(), flat: fakeView(), events: [] };
  const kit: SceneKit = {
    ...real,
    resources: await real.loadResources(),
    createGlView: async (_, events) => {
      if (glFails) {
        throw new Error('no WebGL');
      }
      stage.events.push(events);
      return stage.gl;
    },
    createFlatView: (_, events) => {
      stage.events.push(events);
      return stage.flat;
    },
  };
  jest.mocked(loadSceneKit).mockResolvedValue(kit);
  return stage;
}

function props(change: Partial<PanelProps<SkyPanelOptions>> = {}): PanelProps<SkyPanelOptions> {
  const timeRange: TimeRange = {
    from: dateTime(FROM),
    to: dateTime(TO),
    raw: { from: dateTime(FROM), to: dateTime(TO) },
  };
  return {
    id: 1,
    data: { series: [jupiter()], state: LoadingState.Done, timeRange },
    timeRange,
    timeZone: 'Europe/Prague',
    options: OPTIONS,
    transparent: false,
    width: 600,
    height: 400,
    fieldConfig: { defaults: {}, overrides: [] },
    renderCounter: 0,
    title: 'Sky',
    eventBus: new EventBusSrv(),
    onOptionsChange: jest.fn(),
    onFieldConfigChange: jest.fn(),
    onChangeTimeRange: jest.fn(),
    replaceVariables: (text) => text,
    ...change,
  };
}

const slider = () => screen.findByRole('slider', { name: 'Moment shown' });

describe('the sky panel', () => {
  it('mounts a 3D view and shows the end of a range that is past', async () => {
    const { gl } = await kitWithFakeViews();
    render(<SkyPanel {...props()} />);
    await waitFor(() => expect(gl.setTime).toHaveBeenLastCalledWith(TO));
    expect(gl.resize).toHaveBeenLastCalledWith(600, 364);
    expect(screen.queryByRole('button', { name: 'Now' })).toBeNull();
  });

  it('writes the time in the zone of the dashboard', async () => {
    await kitWithFakeViews();
    render(<SkyPanel {...props()} />);
    expect(await screen.findByText('2025-04-24 02:00:00 CEST')).toBeInTheDocument();
  });

  it('follows the crosshair of other panels and returns when it is gone', async () => {
    const { gl } = await kitWithFakeViews();
    const eventBus = new EventBusSrv();
    render(<SkyPanel {...props({ eventBus })} />);
    await waitFor(() => expect(gl.mount).toHaveBeenCalled());
    act(() => eventBus.publish(new DataHoverEvent({ point: { time: FROM + HOUR_MS } })));
    expect(gl.setTime).toHaveBeenLastCalledWith(FROM + HOUR_MS);
    act(() => eventBus.publish(new DataHoverClearEvent()));
    expect(gl.setTime).toHaveBeenLastCalledWith(TO);
  });

  it('publishes the crosshair while the slider moves and clears it when it is left', async () => {
    await kitWithFakeViews();
    const eventBus = new EventBusSrv();
    const heard: string[] = [];
    eventBus.getStream(DataHoverEvent).subscribe((event) => heard.push(String(event.payload.point.time)));
    eventBus.getStream(DataHoverClearEvent).subscribe(() => heard.push('clear'));
    render(<SkyPanel {...props({ eventBus })} />);
    fireEvent.change(await slider(), { target: { value: String(FROM + 3 * HOUR_MS) } });
    fireEvent.blur(await slider());
    expect(heard).toEqual([String(FROM + 3 * HOUR_MS), 'clear']);
  });

  it('shows the same objects as a table with the units and decimals of the frame', async () => {
    await kitWithFakeViews();
    render(<SkyPanel {...props()} />);
    fireEvent.change(await slider(), { target: { value: String(FROM) } });
    fireEvent.click(screen.getByRole('button', { name: 'Show as table' }));
    const row = screen.getByRole('row', { name: /Jupiter/ });
    expect(row).toHaveTextContent('60.0 °');
    expect(row).toHaveTextContent('180 ° S');
  });

  it('shows the event at the displayed time if a query returns events', async () => {
    await kitWithFakeViews();
    const events = toDataFrame({
      fields: [
        { name: 'time', type: FieldType.time, values: [FROM + 4 * HOUR_MS] },
        { name: 'kind', type: FieldType.string, values: ['set'] },
        { name: 'title', type: FieldType.string, values: ['Sun sets'] },
      ],
    });
    const data = { ...props().data, series: [jupiter(), events] };
    render(<SkyPanel {...props({ data })} />);
    fireEvent.change(await slider(), { target: { value: String(FROM + 4 * HOUR_MS) } });
    expect(screen.getByText('Sun sets')).toBeInTheDocument();
    fireEvent.change(await slider(), { target: { value: String(FROM + 6 * HOUR_MS) } });
    expect(screen.queryByText('Sun sets')).toBeNull();
  });

  it('says why there is no data when the query failed', async () => {
    await kitWithFakeViews();
    const data = { ...props().data, series: [], state: LoadingState.Error, errors: [{ message: 'unknown site "x"' }] };
    render(<SkyPanel {...props({ data })} />);
    expect(await screen.findByRole('alert')).toHaveTextContent('unknown site "x"');
  });

  it('falls back to the flat picture with a note when there is no WebGL', async () => {
    const { flat } = await kitWithFakeViews(true);
    render(<SkyPanel {...props()} />);
    await waitFor(() => expect(flat.mount).toHaveBeenCalled());
    expect(screen.getByText(/3D is not available in this browser/)).toBeInTheDocument();
  });

  it('disposes the view and shows the flat picture when the context is lost', async () => {
    const { gl, flat, events } = await kitWithFakeViews();
    render(<SkyPanel {...props()} />);
    await waitFor(() => expect(gl.mount).toHaveBeenCalled());
    act(() => events[0]?.onContext(false));
    await waitFor(() => expect(flat.mount).toHaveBeenCalled());
    expect(gl.dispose).toHaveBeenCalledTimes(1);
    expect(screen.getByRole('button', { name: 'Try 3D again' })).toBeInTheDocument();
  });

  it('reports it when even the flat picture cannot be drawn, without breaking the dashboard', async () => {
    const { gl, flat, events } = await kitWithFakeViews();
    render(<SkyPanel {...props()} />);
    await waitFor(() => expect(gl.mount).toHaveBeenCalled());
    act(() => events[0]?.onError(new Error('shader broke')));
    await waitFor(() => expect(flat.mount).toHaveBeenCalled());
    expect(screen.getByText(/shader broke/)).toBeInTheDocument();
    act(() => events[1]?.onError(new Error('canvas broke')));
    expect(screen.getByRole('alert')).toHaveTextContent('canvas broke');
  });

  it('disposes the view when it is unmounted', async () => {
    const { gl } = await kitWithFakeViews();
    const { unmount } = render(<SkyPanel {...props()} />);
    await waitFor(() => expect(gl.mount).toHaveBeenCalled());
    unmount();
    expect(gl.dispose).toHaveBeenCalledTimes(1);
  });

  it('keeps the view, and with it the camera, when new data or options arrive', async () => {
    const { gl } = await kitWithFakeViews();
    const { rerender } = render(<SkyPanel {...props()} />);
    await waitFor(() => expect(gl.mount).toHaveBeenCalled());
    rerender(<SkyPanel {...props({ options: { ...OPTIONS, grid: false } })} />);
    expect(gl.mount).toHaveBeenCalledTimes(1);
    expect(gl.show.mock.lastCall?.[0].options.grid).toBe(false);
  });

  it('selects objects by key, announces their values, and passes camera keys to the view', async () => {
    const { gl } = await kitWithFakeViews();
    render(<SkyPanel {...props()} />);
    await waitFor(() => expect(gl.mount).toHaveBeenCalled());
    const picture = screen.getByRole('application', { name: /The sky at Prague\. Jupiter/ });
    fireEvent.keyDown(picture, { key: 'n' });
    expect(gl.highlight).toHaveBeenLastCalledWith('jupiter');
    expect(screen.getByRole('status')).toHaveTextContent('Jupiter: Altitude -60.0 °');
    fireEvent.keyDown(picture, { key: 'ArrowLeft' });
    expect(gl.key).toHaveBeenCalledWith('ArrowLeft');
    fireEvent.keyDown(picture, { key: 'Escape' });
    expect(gl.highlight).toHaveBeenLastCalledWith(null);
  });

  it.each([
    ['sky', /Ephemeris with an observer and the quantities altitude and azimuth/],
    ['earth', /Satellite elements/],
    ['solarSystem', /quantities x, y and z/],
  ] as const)('says which query the %s view needs when there is no data', async (view, advice) => {
    await kitWithFakeViews();
    const data = { ...props().data, series: [] };
    render(<SkyPanel {...props({ data, options: { ...OPTIONS, view } })} />);
    expect(await screen.findByText(advice)).toBeInTheDocument();
  });

  it('draws the stars of the place in the options if no query has an observer', async () => {
    const { gl } = await kitWithFakeViews();
    const data = { ...props().data, series: [] };
    render(<SkyPanel {...props({ data, options: { ...OPTIONS, latitude: 50, longitude: 14 } })} />);
    await waitFor(() => expect(gl.mount).toHaveBeenCalled());
    expect(screen.getByText(/Add an ephemeris query/)).toBeInTheDocument();
  });

  it('reports it and offers a retry when the scene cannot be loaded', async () => {
    jest.mocked(loadSceneKit).mockRejectedValueOnce(new Error('chunk 62 failed'));
    render(<SkyPanel {...props()} />);
    expect(await screen.findByRole('alert')).toHaveTextContent('chunk 62 failed');
    const { gl } = await kitWithFakeViews();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(gl.mount).toHaveBeenCalled());
  });
});
