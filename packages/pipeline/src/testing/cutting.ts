import { connect as connectPlain, type Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';

export interface Cutting {
  readonly socketFactory: ISocketFactory;
  /** Ends every connection and lets none come about any more. */
  cut(): void;
}

/**
 * Connections of a Kafka client that can be cut: to Kafka, the death of the process behind them. (A proxy would be gone
 * round: Kafka tells its own address.)
 */
export function createCutting(): Cutting {
  const sockets = new Set<Socket>();
  let cut = false;
  return {
    socketFactory: ({ host, port, onConnect }) => {
      const socket = connectPlain({ host, port, noDelay: true }, onConnect);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      if (cut) socket.destroy(new Error('cut'));
      return socket;
    },
    cut: () => {
      cut = true;
      for (const socket of sockets) socket.destroy(new Error('cut'));
    },
  };
}
