import { numberColumn, stringColumn, timeColumn, type Notice } from '@orrery/contract';
import { viewTable, type ViewRequest } from './view.ts';

const NONE: Notice = { severity: 'info', text: 'No forecast model has been trained on this store.' };

/** View `models`: a row per model in use. */
export const modelsView = async ({ query: { refId } }: ViewRequest) => [
  viewTable(
    refId,
    'Models',
    [
      timeColumn('time', []),
      ...['target', 'model', 'version'].map((name) => stringColumn(name, [])),
      ...['rmse', 'skill'].map((name) => numberColumn(name, [])),
    ],
    [NONE],
  ),
];

/** View `drift`: how far inputs and errors of the models in use have moved from what they were trained on. */
export const driftView = async ({ query: { refId } }: ViewRequest) => [
  viewTable(
    refId,
    'Drift',
    [
      timeColumn('time', []),
      ...['target', 'model', 'feature'].map((name) => stringColumn(name, [])),
      numberColumn('psi', []),
    ],
    [NONE],
  ),
];
