import { PanelPlugin } from '@grafana/data';
import { SkyPanel } from './components/SkyPanel';
import { buildOptions } from './options';
import type { SkyPanelOptions } from './types';

export const plugin = new PanelPlugin<SkyPanelOptions>(SkyPanel).useFieldConfig().setPanelOptions(buildOptions);
