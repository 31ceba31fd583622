import { useCallback, useEffect, useState } from 'react';
import { loadSceneKit, type SceneKit } from './load';

interface Loading {
  readonly kit: SceneKit | null;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Loads what draws; a failed load (a chunk that did not arrive) can be tried again. */
export function useSceneKit(): Loading {
  const [kit, setKit] = useState<SceneKit | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    loadSceneKit().then(
      (loaded) => current && setKit(loaded),
      (reason: unknown) => current && setError(reason instanceof Error ? reason : new Error(String(reason)))
    );
    return () => {
      current = false;
    };
  }, [attempt]);
  const retry = useCallback(() => {
    setError(null);
    setAttempt((count) => count + 1);
  }, []);
  return { kit, error, retry };
}
