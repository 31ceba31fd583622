export { evaluateRule, type Instance } from './alerting/evaluate.ts';
export { provisioned, ruleGroups, type AlertRule } from './alerting/rules.ts';
export { binaryName } from './bridge.ts';
export { initialDataSource, pluginContext } from './data-source.ts';
export { startGoProcess, type GoProcess } from './go-process.ts';
export { connectPlugin, type PluginClient, type QueryDataRequest } from './grpc.ts';
export { ensureProto } from './proto.ts';
export { toQueryDataRequest } from './query.ts';
export { createPreviewServer } from './server.ts';
