/** An entry of `GET /api/search`. */
export interface DashboardListItem {
  readonly uid: string;
  readonly title: string;
  readonly description?: string;
  readonly tags?: readonly string[];
}
