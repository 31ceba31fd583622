/** What Grafana's packages ask of a browser while they are imported and jsdom does not have. Import it first. */
window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;
/** Never sees anything. */
class BlindObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
window.IntersectionObserver = BlindObserver as unknown as typeof IntersectionObserver;
window.ResizeObserver = BlindObserver as unknown as typeof ResizeObserver;
window.grafanaBootData = { settings: {}, user: { theme: 'dark' }, navTree: [], assets: { dark: '', light: '' } };
