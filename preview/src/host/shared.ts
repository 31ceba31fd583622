import * as emotionCss from '@emotion/css';
import * as emotionReact from '@emotion/react';
import * as grafanaData from '@grafana/data';
import * as grafanaDataUnstable from '@grafana/data/unstable';
import * as grafanaI18n from '@grafana/i18n';
import * as grafanaRuntime from '@grafana/runtime';
import * as grafanaRuntimeUnstable from '@grafana/runtime/unstable';
import * as grafanaUi from '@grafana/ui';
import * as grafanaUiUnstable from '@grafana/ui/unstable';
import lodash from 'lodash';
import moment from 'moment';
import React from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import ReactDOM from 'react-dom';
import * as rxjs from 'rxjs';
import * as rxjsOperators from 'rxjs/operators';
import { PanelDataErrorView } from './PanelDataErrorView.tsx';
import type { SharedModule } from './plugin-loader.ts';

const esm = (exports: object): SharedModule => ({ kind: 'esm', exports });
const commonjs = (exports: unknown): SharedModule => ({ kind: 'commonjs', exports });

/** What plugins built by create-plugin leave out of their bundle and expect from the host. */
export const SHARED_MODULES: Readonly<Record<string, SharedModule>> = {
  react: commonjs(React),
  'react/jsx-runtime': esm(jsxRuntime),
  'react-dom': commonjs(ReactDOM),
  rxjs: esm(rxjs),
  'rxjs/operators': esm(rxjsOperators),
  lodash: commonjs(lodash),
  moment: commonjs(moment),
  '@emotion/css': esm(emotionCss),
  emotion: esm(emotionCss),
  '@emotion/react': esm(emotionReact),
  '@grafana/data': esm(grafanaData),
  '@grafana/data/unstable': esm(grafanaDataUnstable),
  '@grafana/ui': esm(grafanaUi),
  '@grafana/ui/unstable': esm(grafanaUiUnstable),
  // The setter of this component is not exported, so plugins get it by replacement.
  '@grafana/runtime': esm({ ...grafanaRuntime, PanelDataErrorView }),
  '@grafana/runtime/unstable': esm(grafanaRuntimeUnstable),
  '@grafana/i18n': esm(grafanaI18n),
};
