import {
  CustomVariableSupport,
  type DataQueryRequest,
  type DataQueryResponse,
  type MetricFindValue,
  type ScopedVars,
} from '@grafana/data';
import { from, map, type Observable } from 'rxjs';
import { VariableQueryEditor } from './components/VariableQueryEditor.tsx';
import type { OrrerySource } from './source.ts';
import type { OrreryOptions, OrreryQuery, OrreryVariableQuery } from './types.ts';
import { asVariableQuery, DEFAULT_VARIABLE_LIST } from './variableValues.ts';

interface ValueOptions {
  scopedVars?: ScopedVars;
}

/** Query variables: lists of the catalog, chosen in an editor of their own. */
export class OrreryVariableSupport extends CustomVariableSupport<
  OrrerySource,
  OrreryVariableQuery,
  OrreryQuery,
  OrreryOptions
> {
  readonly editor = VariableQueryEditor;

  constructor(
    private readonly values: (query: OrreryVariableQuery, options: ValueOptions) => Promise<MetricFindValue[]>
  ) {
    super();
  }

  override getDefaultQuery(): Partial<OrreryQuery> {
    const query: Partial<OrreryVariableQuery> = { list: DEFAULT_VARIABLE_LIST };
    return query as Partial<OrreryQuery>;
  }

  query(request: DataQueryRequest<OrreryVariableQuery>): Observable<DataQueryResponse> {
    const values = this.values(asVariableQuery(request.targets[0]), request);
    return from(values).pipe(map((data) => ({ data })));
  }
}
