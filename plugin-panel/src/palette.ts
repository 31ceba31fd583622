import { useMemo } from 'react';
import { useTheme2 } from '@grafana/ui';
import type { ScenePalette } from '@orrery/scene';

const LETTERS_PX = 12;

/** Grafana's theme as plain colours for the scene. */
export function useScenePalette(): ScenePalette {
  const { isDark, colors, typography } = useTheme2();
  return useMemo(
    () => ({
      isDark,
      background: colors.background.primary,
      text: colors.text.primary,
      textMuted: colors.text.secondary,
      line: colors.border.strong,
      accent: colors.primary.text,
      fontFamily: typography.fontFamily,
      fontSize: LETTERS_PX,
    }),
    [isDark, colors, typography]
  );
}
