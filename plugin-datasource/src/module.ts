import { DataSourcePlugin } from '@grafana/data';
import { ConfigEditor } from './components/ConfigEditor.tsx';
import { QueryEditor } from './components/QueryEditor.tsx';
import { OrreryDataSource } from './datasource.ts';
import type { OrreryOptions, OrreryQuery, OrrerySecrets } from './types.ts';

export const plugin = new DataSourcePlugin<OrreryDataSource, OrreryQuery, OrreryOptions, OrrerySecrets>(
  OrreryDataSource
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
