import type { QueryResultMetaNotice } from '@grafana/data';
import { sceneGraph, SceneObjectBase, type SceneComponentProps, type SceneObjectState } from '@grafana/scenes';
import { Icon, PanelChrome, Tooltip, type IconName } from '@grafana/ui';
import type { ReactElement } from 'react';
import { describeRange } from './panel-time.ts';

interface TitleItemsState extends SceneObjectState {
  /** The panel's own time, shown beside the title; empty where it has none or hides it. */
  readonly timeFrom: string;
}

const ICONS: Readonly<Record<QueryResultMetaNotice['severity'], IconName>> = {
  info: 'info-circle',
  warning: 'exclamation-triangle',
  error: 'exclamation-circle',
};

/** Beside a panel's title, as in Grafana: notices of the data (stale, cut, unreachable), and the panel's own time. */
export class TitleItems extends SceneObjectBase<TitleItemsState> {
  static Component = TitleItemsView;
}

function TitleItemsView({ model }: SceneComponentProps<TitleItems>): ReactElement {
  const { timeFrom } = model.useState();
  const { data } = sceneGraph.getData(model).useState();
  const notices = (data?.series ?? []).flatMap(({ meta }) => meta?.notices ?? []);
  return (
    <>
      {(['error', 'warning', 'info'] as const).map((severity) => {
        const texts = [...new Set(notices.filter((notice) => notice.severity === severity).map(({ text }) => text))];
        return texts.length > 0 ? <Notices key={severity} severity={severity} texts={texts} /> : null;
      })}
      {timeFrom ? (
        <PanelChrome.TitleItem title={describeRange(timeFrom)}>
          <Icon name="clock-nine" size="sm" aria-hidden={true} />
          <span style={{ marginLeft: 4, whiteSpace: 'nowrap' }}>{describeRange(timeFrom)}</span>
        </PanelChrome.TitleItem>
      ) : null}
    </>
  );
}

interface NoticesProps {
  readonly severity: QueryResultMetaNotice['severity'];
  readonly texts: readonly string[];
}

function Notices({ severity, texts }: NoticesProps): ReactElement {
  const content = (
    <ul style={{ margin: 0, paddingLeft: 16 }}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
  return (
    <Tooltip content={content}>
      <PanelChrome.TitleItem onClick={() => undefined}>
        <span data-testid={`notice-${severity}`}>
          <Icon name={ICONS[severity]} aria-hidden={true} />
          <span className="sr-only">{texts.join(' ')}</span>
        </span>
      </PanelChrome.TitleItem>
    </Tooltip>
  );
}
