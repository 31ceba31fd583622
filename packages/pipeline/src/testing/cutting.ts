import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Connection } from '@platformatic/kafka';

export interface Cutting {
  /** The context of the stream whose connections are cut. */
  readonly context: object;
  /** Closes every connection and prevents new ones. */
  cut(): void;
  /** Forgets the connections, once the stream is stopped. */
  dispose(): void;
}

/** Published by the Kafka client when it has made the socket of a connection. */
const CONNECTS = 'tracing:plt:kafka:connections:connects:end';

/**
 * Connections of a Kafka client that can be cut, which Kafka sees as the death of the process. (A proxy would be
 * bypassed, as Kafka returns its own address.)
 */
export function createCutting(): Cutting {
  const context = {};
  const connections = new Set<Connection>();
  let cut = false;
  const end = (connection: Connection): void => void connection.socket.destroy(new Error('cut'));
  const onConnect = (message: unknown): void => {
    const { connection } = message as { readonly connection: Connection };
    if (connection.context !== context) return;
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
    if (cut) end(connection);
  };
  subscribe(CONNECTS, onConnect);
  return {
    context,
    cut: () => {
      cut = true;
      connections.forEach(end);
    },
    dispose: () => void unsubscribe(CONNECTS, onConnect),
  };
}
