import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { from, map, type Observable } from 'rxjs';
import { VariableQueryEditor } from './components/VariableQueryEditor.tsx';
import type { OrreryDataSource } from './datasource.ts';
import type { OrreryOptions, OrreryQuery, OrreryVariableQuery } from './types.ts';
import { asVariableQuery, DEFAULT_VARIABLE_LIST } from './variableValues.ts';

/** Query variables: lists of the catalog, chosen in an editor of their own. */
export class OrreryVariableSupport extends CustomVariableSupport<
  OrreryDataSource,
  OrreryVariableQuery,
  OrreryQuery,
  OrreryOptions
> {
  readonly editor = VariableQueryEditor;

  constructor(private readonly datasource: OrreryDataSource) {
    super();
  }

  override getDefaultQuery(): Partial<OrreryQuery> {
    const query: Partial<OrreryVariableQuery> = { list: DEFAULT_VARIABLE_LIST };
    return query as Partial<OrreryQuery>;
  }

  query(request: DataQueryRequest<OrreryVariableQuery>): Observable<DataQueryResponse> {
    const values = this.datasource.metricFindQuery(asVariableQuery(request.targets[0]), request);
    return from(values).pipe(map((data) => ({ data })));
  }
}
