/** What @grafana/runtime and @grafana/ui read from the window while they are imported. */
interface Window {
  grafanaBootData?: unknown;
  __grafana_public_path__?: string;
}
