export { openProxy, type Proxy } from './proxy.ts';
export { describeWithServer, ownName } from './real-server.ts';
