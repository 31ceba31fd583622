import { css } from '@emotion/css';
import { PanelPlugin, renderMarkdown, type PanelProps } from '@grafana/data';
import { ScrollContainer } from '@grafana/ui';
import type { ReactElement } from 'react';

interface TextOptions {
  readonly content?: string;
}

function TextPanel({ options, replaceVariables }: PanelProps<TextOptions>): ReactElement {
  const html = renderMarkdown(replaceVariables(options.content ?? ''));
  return (
    <ScrollContainer>
      <div className={`markdown-html ${css({ height: '100%' })}`} dangerouslySetInnerHTML={{ __html: html }} />
    </ScrollContainer>
  );
}

/** Stand-in for Grafana's core text panel: Markdown, sanitised. */
export const textPanel = (): PanelPlugin => new PanelPlugin<TextOptions>(TextPanel).setNoPadding() as PanelPlugin;
