import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Connection } from '@platformatic/kafka';

export interface Cutting {
  /** The context of the stream whose connections are cut. */
  readonly context: object;
  /** Ends every connection and lets none come about any more. */
  cut(): void;
  /** Forgets the connections, once the stream is stopped. */
  dispose(): void;
}

/** Published by the Kafka client when it has made the socket of a connection. */
const CONNECTS = 'tracing:plt:kafka:connections:connects:end';

/**
 * Connections of a Kafka client that can be cut: to Kafka, the death of the process behind them. (A proxy would be gone
 * round: Kafka tells its own address.)
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
