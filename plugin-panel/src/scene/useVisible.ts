import { useEffect, useState, type RefObject } from 'react';

/** Whether the element is on the screen or near it; true if the browser cannot tell. */
export function useVisible(element: RefObject<HTMLElement | null>): boolean {
  const [visible, setVisible] = useState(typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    const target = element.current;
    if (!target || typeof IntersectionObserver === 'undefined') {
      return undefined;
    }
    const observer = new IntersectionObserver((entries) => setVisible(entries.some((entry) => entry.isIntersecting)), {
      rootMargin: '100px',
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return visible;
}
