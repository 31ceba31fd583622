import type { Configuration } from 'webpack';
import { merge } from 'webpack-merge';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config';

/** create-plugin's build, extended: workspace packages are TypeScript source and are compiled with the plugin. */
const config = async (env: Env): Promise<Configuration> =>
  merge(await grafanaConfig(env), {
    resolve: { extensions: ['.ts', '.tsx', '.js', '.jsx', '.json'] },
    // satellite.js re-exports a WebAssembly module that imports Node's modules; it is not used here.
    module: { rules: [{ test: /node_modules[\\/]satellite\.js[\\/]/, sideEffects: false }] },
  });

export default config;
