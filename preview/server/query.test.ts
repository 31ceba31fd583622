import { describe, expect, it } from 'vitest';
import { pluginContext, initialDataSource } from './data-source.ts';
import { fromResponses, toQueryDataRequest, toServiceBody, type QueryBody } from './query.ts';

const BODY: QueryBody = {
  from: '1000',
  to: '2000',
  queries: [
    { refId: 'A', queryType: 'ephemeris', bodies: ['moon'], maxDataPoints: 100.4, intervalMs: 15, datasourceId: 1 },
    { refId: 'B', datasource: { uid: 'orrery' } },
  ],
};

describe('the request to the plugin', () => {
  const { queries, format } = toQueryDataRequest(BODY, pluginContext(initialDataSource('http://127.0.0.1:1')));

  it('asks for JSON frames and names range and size for each query', () => {
    expect(format).toBe('JSON');
    expect(queries[0]).toMatchObject({
      refId: 'A',
      queryType: 'ephemeris',
      maxDataPoints: '100',
      intervalMS: '15',
      timeRange: { fromEpochMS: '1000', toEpochMS: '2000' },
    });
    expect(queries[1]).toMatchObject({ queryType: '', maxDataPoints: '100', intervalMS: '1000' });
  });

  it('carries the whole query as JSON', () => {
    expect(JSON.parse(queries[0]?.json.toString() ?? '')).toEqual(BODY.queries[0]);
  });
});

describe('the answer of the plugin', () => {
  it('keeps the frames as they are', () => {
    const answer = fromResponses({
      A: {
        frames: [Buffer.from('{"schema":{}}'), Buffer.from('{"data":{}}')],
        error: '',
        status: 200,
        errorSource: '',
      },
    });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({
      results: { A: { status: 200, frames: [{ schema: {} }, { data: {} }] } },
    });
  });

  it('fails as a whole with 400 when one query failed, and says whose fault it was', () => {
    const answer = fromResponses({
      A: { frames: [], error: '', status: 0, errorSource: '' },
      'B "quoted"': { frames: [], error: 'no such body', status: 404, errorSource: 'downstream' },
    });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toEqual({
      results: {
        A: { status: 200, frames: [] },
        'B "quoted"': { status: 404, error: 'no such body', errorSource: 'downstream', frames: [] },
      },
    });
  });
});

it("the service gets the queries without Grafana's own fields, and times as numbers", () => {
  expect(toServiceBody(BODY)).toEqual({
    from: 1000,
    to: 2000,
    queries: [
      { refId: 'A', queryType: 'ephemeris', bodies: ['moon'], maxDataPoints: 100.4, intervalMs: 15 },
      { refId: 'B' },
    ],
  });
});
