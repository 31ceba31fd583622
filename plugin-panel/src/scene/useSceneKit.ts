import { useCallback, useEffect, useState } from 'react';
import { loadSceneKit, type SceneKit } from './load';

interface Loading {
  readonly kit: SceneKit | null;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Loads the drawing code; a failed load (a missing chunk) can be retried. */
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
