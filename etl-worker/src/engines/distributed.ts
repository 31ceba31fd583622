export { awaitDistributedEngines as openDistributedEngines, openDistributedStores } from '@orrery/pipeline/engines';
