import js from '@eslint/js';
import grafana from '@grafana/eslint-config/flat.js';
import prettier from 'eslint-config-prettier';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const PLUGINS = ['plugin-datasource/src/**/*.{ts,tsx}', 'plugin-panel/src/**/*.{ts,tsx}'];
/** Prettier wraps code; what it cannot wrap, a comment, is held to the same width. Sentences for people stay whole. */
const WIDTH = [
  'error',
  { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true },
];
const OURS = [
  'packages/**/*.ts',
  'backend/**/*.ts',
  'etl-worker/**/*.ts',
  'orrery/**/*.ts',
  'preview/**/*.{ts,tsx}',
  'e2e/**/*.ts',
  'bench/**/*.ts',
  'scripts/**/*.ts',
];

export default defineConfig([
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/dist-server/',
      '**/.config/',
      '.cache/',
      '.orrery/',
      'e2e/screenshots/',
      'e2e/test-results/',
    ],
  },
  {
    files: ['**/*.{mjs,cjs}'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        module: 'writable',
        AbortSignal: 'readonly',
      },
    },
  },
  {
    files: OURS,
    extends: [js.configs.recommended, tseslint.configs.strict],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // Indices are checked by noUncheckedIndexedAccess; in a numeric loop the assertion is the proof's last step.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: PLUGINS,
    extends: [grafana],
    rules: {
      'react/prop-types': 'off',
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  // Benchmarks print figures, and a skipped test says why: the console is their output.
  { files: ['bench/**/*.ts', '**/testing/**/*.ts'], rules: { 'no-console': 'off' } },
  prettier,
  {
    files: [...OURS, ...PLUGINS, '{scripts,e2e/{servers,resilience}}/**/*.mjs'],
    ignores: ['packages/astro/src/theory/series/**', '**/earth-orientation.ts'],
    rules: { 'max-len': WIDTH },
  },
]);
