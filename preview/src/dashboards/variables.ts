import {
  ConstantVariable,
  CustomVariable,
  DataSourceVariable,
  QueryVariable,
  TextBoxVariable,
  type MultiValueVariable,
  type SceneDataQuery,
  type SceneVariable,
  type VariableValue,
} from '@grafana/scenes';
import type { VariableModel } from './model.ts';

/** Query variables of the model that say nothing run at the start of the dashboard. */
const REFRESH_ON_LOAD = 1;
/** `VariableSort` of the classic model: by number, 0 = as the data source gives them. */
const UNSORTED = 0;

const asValue = (value: string | readonly string[] | undefined): VariableValue =>
  typeof value === 'string' ? value : [...(value ?? [])];

type Common = Pick<SceneVariable['state'], 'name' | 'label' | 'description' | 'hide' | 'skipUrlSync'>;

function common(model: VariableModel): Common {
  const optional = {
    label: model.label,
    description: model.description,
    hide: model.hide,
    skipUrlSync: model.skipUrlSync,
  };
  const present = Object.entries(optional).filter(([, value]) => value !== undefined);
  return { name: model.name, ...Object.fromEntries(present) };
}

function multiValue(model: VariableModel): Omit<Partial<MultiValueVariable['state']>, 'type'> {
  const { value, text } = model.current ?? {};
  return {
    ...(value !== undefined ? { value: asValue(value), text: asValue(text ?? value) } : {}),
    isMulti: model.multi ?? false,
    includeAll: model.includeAll ?? false,
    ...(model.allValue === undefined ? {} : { allValue: model.allValue }),
    allowCustomValue: model.allowCustomValue ?? true,
  };
}

const queryText = ({ query }: VariableModel): string => (typeof query === 'string' ? query : '');

/** A scene variable of a dashboard's variable. */
export function toVariable(model: VariableModel): SceneVariable {
  switch (model.type) {
    case 'query':
      return new QueryVariable({
        ...common(model),
        ...multiValue(model),
        datasource: model.datasource ?? null,
        query: (model.query ?? '') as string | SceneDataQuery,
        regex: model.regex ?? '',
        refresh: model.refresh ?? REFRESH_ON_LOAD,
        sort: model.sort ?? UNSORTED,
      });
    case 'custom':
      return new CustomVariable({ ...common(model), ...multiValue(model), query: queryText(model) });
    case 'datasource':
      return new DataSourceVariable({
        ...common(model),
        ...multiValue(model),
        pluginId: queryText(model),
        regex: model.regex ?? '',
      });
    case 'constant':
      return new ConstantVariable({ ...common(model), value: queryText(model) });
    case 'textbox':
      return new TextBoxVariable({ ...common(model), value: String(model.current?.value ?? queryText(model)) });
    default:
      throw new Error(`Variable "${model.name}": the preview knows no type "${model.type}"`);
  }
}
