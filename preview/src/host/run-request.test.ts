// @vitest-environment jsdom
import '../testing/browser.ts';
import {
  DataTopic,
  LoadingState,
  toDataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  type PanelData,
} from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import { lastValueFrom, NEVER, of, throwError, toArray, type Observable } from 'rxjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runRequest } from './run-request.ts';

const range = { from: 0, to: 1, raw: { from: '0', to: '1' } };
const frame = (name: string): ReturnType<typeof toDataFrame> =>
  toDataFrame({ name, fields: [{ name: 'x', values: [1] }] });

function request(targets: readonly object[]): DataQueryRequest {
  return { targets, range, requestId: 'Q1' } as unknown as DataQueryRequest;
}

interface Spy {
  readonly datasource: DataSourceApi;
  readonly asked: () => readonly DataQuery[];
}

function source(answer: Observable<DataQueryResponse>): Spy {
  let targets: readonly DataQuery[] = [];
  const datasource = {
    getDefaultQuery: () => ({ queryType: 'ephemeris' }),
    filterQuery: (query: DataQuery) => query.queryType !== 'broken',
    query: (asked: DataQueryRequest) => {
      targets = asked.targets;
      return answer;
    },
  } as unknown as DataSourceApi;
  return { datasource, asked: () => targets };
}

const run = (spy: Spy, targets: readonly object[] = [{ refId: 'A' }]): Promise<PanelData[]> =>
  lastValueFrom(runRequest(spy.datasource, request(targets)).pipe(toArray()));

describe('running a request', () => {
  afterEach(() => void vi.useRealTimers());

  it('is done at once where there is nothing to ask', async () => {
    expect(await run(source(NEVER), [])).toMatchObject([{ state: LoadingState.Done, series: [] }]);
  });

  it('gives the default query to targets that were never edited, and to no others', async () => {
    const spy = source(of({ data: [] }));
    await run(spy, [
      { refId: 'A', datasource: {} },
      { refId: 'B', queryType: 'skyEvents' },
    ]);
    expect(spy.asked()).toEqual([
      { refId: 'A', datasource: {}, queryType: 'ephemeris' },
      { refId: 'B', queryType: 'skyEvents' },
    ]);
  });

  it('leaves out hidden targets and those that the data source refuses', async () => {
    const spy = source(of({ data: [] }));
    await run(spy, [{ refId: 'A', hide: true }, { refId: 'B', queryType: 'broken' }, { refId: 'C' }]);
    expect(spy.asked().map(({ refId }) => refId)).toEqual(['C']);
  });

  it('puts packets with keys together and lets a later one replace an earlier one', async () => {
    const packets = of(
      { key: 'a', data: [frame('a1')] },
      { key: 'b', data: [frame('b1')] },
      { key: 'a', data: [frame('a2')] },
    );
    const last = (await run(source(packets))).at(-1);
    expect(last?.series.map(({ name }) => name)).toEqual(['a2', 'b1']);
    expect(last?.state).toBe(LoadingState.Done);
  });

  it('keeps annotations apart from series', async () => {
    const mark = { ...frame('mark'), meta: { dataTopic: DataTopic.Annotations } };
    const last = (await run(source(of({ data: [frame('line'), mark] })))).at(-1);
    expect(last?.series.map(({ name }) => name)).toEqual(['line']);
    expect(last?.annotations?.map(({ name }) => name)).toEqual(['mark']);
  });

  it('turns what is thrown into data with a message', async () => {
    const last = (await run(source(throwError(() => new Error('no service'))))).at(-1);
    expect(last?.state).toBe(LoadingState.Error);
    expect(last?.errors?.[0]?.message).toContain('no service');
  });

  it('says that it loads when the answer takes long', () => {
    vi.useFakeTimers();
    const states: LoadingState[] = [];
    runRequest(source(NEVER).datasource, request([{ refId: 'A' }])).subscribe(({ state }) => states.push(state));
    vi.advanceTimersByTime(100);
    expect(states).toEqual([]);
    vi.advanceTimersByTime(150);
    expect(states).toEqual([LoadingState.Loading]);
  });
});
