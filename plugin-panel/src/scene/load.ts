/** Everything that draws, in chunks of its own: nothing of it loads before a panel has something to show. */
export async function loadSceneKit() {
  const { createFlatView, createGlView, createPicture, describe, hintFor, loadResources, tableOf } = await import(
    './picture'
  );
  const resources = await loadResources();
  return { createFlatView, createGlView, createPicture, describe, hintFor, tableOf, resources };
}

export type SceneKit = Awaited<ReturnType<typeof loadSceneKit>>;
