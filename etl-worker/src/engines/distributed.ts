export { openDistributedEngines, openDistributedStores } from '@orrery/pipeline/engines';
