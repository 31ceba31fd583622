import {
  CoreApp,
  DataTopic,
  LoadingState,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  type PanelData,
} from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import { toDataQueryError } from '@grafana/runtime';
import { catchError, from, isObservable, map, merge, of, share, takeUntil, timer, type Observable } from 'rxjs';

type QueryFunction = (request: DataQueryRequest) => Promise<DataQueryResponse> | Observable<DataQueryResponse>;

/** A request that takes longer shows the loading bar, with the data of before. */
const LOADING_AFTER_MS = 200;
const FIRST_PACKET = 'A';

/** What every query has; a query with nothing else was never edited. */
const COMMON_KEYS = new Set(['refId', 'datasource', 'hide', 'key']);
const isEmpty = (query: DataQuery): boolean => Object.keys(query).every((key) => COMMON_KEYS.has(key));

function ask(
  datasource: DataSourceApi,
  request: DataQueryRequest,
  query?: QueryFunction,
): Observable<DataQueryResponse> {
  const defaults = datasource.getDefaultQuery?.(CoreApp.PanelEditor) ?? {};
  const filled = request.targets.map((target) => (isEmpty(target) ? { ...defaults, ...target } : target));
  const wanted = (target: DataQuery): boolean => target.hide !== true && (datasource.filterQuery?.(target) ?? true);
  // Queries of variables have forms of their own, which filterQuery does not know.
  const asked = { ...request, targets: query ? filled : filled.filter(wanted) };
  const answer = query ? query(asked) : datasource.query(asked);
  return isObservable(answer) ? answer : from(answer);
}

/** Packets of one answer, put together: a packet with a known key replaces the one of before. */
function createCollector(request: DataQueryRequest): (packet: DataQueryResponse) => PanelData {
  const packets = new Map<string, DataQueryResponse>();
  return (packet) => {
    packets.set(packet.key ?? FIRST_PACKET, packet);
    const frames = [...packets.values()].flatMap(({ data }) => data as DataFrame[]);
    const isAnnotation = (frame: DataFrame): boolean => frame.meta?.dataTopic === DataTopic.Annotations;
    const errors = packet.errors ?? (packet.error ? [packet.error] : undefined);
    const fallback = errors ? LoadingState.Error : LoadingState.Done;
    return {
      state: packet.state ?? fallback,
      series: frames.filter((frame) => !isAnnotation(frame)),
      annotations: frames.filter(isAnnotation),
      timeRange: request.range,
      request: { ...request, endTime: Date.now() },
      ...(errors ? { errors } : {}),
    };
  };
}

/** Runs a data source request as Grafana does: packets collected, errors as data, "loading" when it takes long. */
export function runRequest(
  datasource: DataSourceApi,
  request: DataQueryRequest,
  query?: QueryFunction,
): Observable<PanelData> {
  const empty: PanelData = { state: LoadingState.Loading, series: [], timeRange: request.range, request };
  if (request.targets.length === 0) return of({ ...empty, state: LoadingState.Done });
  const data = ask(datasource, request, query).pipe(
    map(createCollector(request)),
    catchError((error: unknown) => {
      const known = toDataQueryError(error as Error);
      return of({ ...empty, state: LoadingState.Error, errors: [known] });
    }),
    share(),
  );
  return merge(
    timer(LOADING_AFTER_MS).pipe(
      map(() => empty),
      takeUntil(data),
    ),
    data,
  );
}
