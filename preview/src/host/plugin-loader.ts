import 'systemjs/dist/system.min.js';
import 'systemjs/dist/extras/amd.min.js';
import type { PanelPlugin, PanelPluginMeta, PluginMeta } from '@grafana/data';
import type { FrontendSettings } from './settings.ts';

/** A module as AMD code expects it: CommonJS ones as their `module.exports`, others as an ES module namespace. */
export type SharedModule =
  | { readonly kind: 'commonjs'; readonly exports: unknown }
  | { readonly kind: 'esm'; readonly exports: object };

declare global {
  interface Window {
    readonly System: {
      readonly import: (id: string) => Promise<{ plugin?: unknown }>;
      readonly set: (id: string, module: object) => void;
      readonly addImportMap: (map: { imports: Record<string, string> }) => void;
    };
  }
}

/** Makes the host's own modules known under the names by which plugins ask for them. */
export function shareModules(modules: Readonly<Record<string, SharedModule>>): void {
  const imports: Record<string, string> = {};
  for (const [name, shared] of Object.entries(modules)) {
    imports[name] = `app:${name}`;
    const commonJs = { default: shared.exports, __useDefault: true };
    window.System.set(`app:${name}`, shared.kind === 'commonjs' ? commonJs : { ...shared.exports, __esModule: true });
  }
  window.System.addImportMap({ imports });
}

/** Imports a plugin's built module.js as Grafana does; it must export `plugin`. */
export async function importPlugin<T>(meta: Pick<PluginMeta, 'id' | 'module'>): Promise<T> {
  const exported = await window.System.import(new URL(`/${meta.module}`, window.location.origin).toString());
  if (exported.plugin === undefined) throw new Error(`The plugin ${meta.id} exports no "plugin"`);
  return exported.plugin as T;
}

export interface PanelImporter {
  readonly importPanelPlugin: (id: string) => Promise<PanelPlugin>;
  readonly getPanelPluginFromCache: (id: string) => PanelPlugin | undefined;
}

const coreMeta = (id: string): PanelPluginMeta =>
  ({
    id,
    name: id,
    type: 'panel',
    module: `core:${id}`,
    baseUrl: '',
    sort: 0,
    info: {
      author: { name: 'Orrery preview' },
      description: '',
      links: [],
      logos: { small: '', large: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
  }) as unknown as PanelPluginMeta;

/** Panels by id: the preview's own stand-ins for Grafana's core panels, built plugins for all others. */
export function createPanelImporter(
  settings: FrontendSettings,
  core: Readonly<Record<string, PanelPlugin>>,
): PanelImporter {
  const loaded = new Map<string, PanelPlugin>();
  for (const [id, plugin] of Object.entries(core)) {
    plugin.meta = coreMeta(id);
    loaded.set(id, plugin);
  }
  const load = async (id: string): Promise<PanelPlugin> => {
    const meta = settings.panels[id];
    if (!meta)
      throw new Error(
        `The preview has no panel "${id}"; it has ${[...loaded.keys(), ...Object.keys(settings.panels)].join(', ')}`,
      );
    const plugin = await importPlugin<PanelPlugin>(meta);
    plugin.meta = meta;
    loaded.set(id, plugin);
    return plugin;
  };
  return {
    importPanelPlugin: async (id) => loaded.get(id) ?? load(id),
    getPanelPluginFromCache: (id) => loaded.get(id),
  };
}
