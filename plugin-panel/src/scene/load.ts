import type * as Kit from './picture';

export type SceneKit = typeof Kit & { readonly resources: Kit.Resources };

/** Everything that draws, in chunks of its own: nothing of it loads before a panel has something to show. */
export async function loadSceneKit(): Promise<SceneKit> {
  const kit = await import('./picture');
  return { ...kit, resources: await kit.loadResources() };
}
