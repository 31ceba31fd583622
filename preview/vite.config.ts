import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page. Served by preview/server, which also has the API; there is no development server. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // One copy of what is shared with the plugins, or hooks and contexts fall apart.
  resolve: {
    dedupe: [
      'react',
      'react-dom',
      'rxjs',
      '@emotion/react',
      '@emotion/css',
      '@grafana/data',
      '@grafana/runtime',
      '@grafana/ui',
    ],
  },
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 10_000,
  },
});
