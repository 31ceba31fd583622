export { openProxy } from './proxy.ts';
export { describeWithServer, ownName } from './real-server.ts';
