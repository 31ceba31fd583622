/** All drawing code, in separate chunks that load only when a panel has something to show. */
export async function loadSceneKit() {
  const {
    createFlatView,
    createGlView,
    createPicture,
    describe,
    eventNear,
    hintFor,
    loadResources,
    readEvents,
    tableOf,
  } = await import('./picture');
  const resources = await loadResources();
  return { createFlatView, createGlView, createPicture, describe, eventNear, hintFor, readEvents, tableOf, resources };
}

export type SceneKit = Awaited<ReturnType<typeof loadSceneKit>>;
