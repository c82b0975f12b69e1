import type { RequestOptions } from 'node:https';
import type { Exec, KubeConfig } from '@kubernetes/client-node';
import type { RawData, WebSocket } from 'ws';
import { loadWebSocket } from './load-client.ts';

type WebSockets = NonNullable<ConstructorParameters<typeof Exec>[1]>;
type OnMessage = Parameters<WebSockets['connect']>[2];

/** @see https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apimachinery/pkg/util/remotecommand/constants.go */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** The stream number of a message that closes another stream. */
const CLOSE_STREAM = 255;

/**
 * Opens web sockets for the client, and ends a connection that receives a malformed message. The web sockets of the client itself read messages
 * in an unguarded event handler, so a malformed message ends the process. They also let a message close the streams of this process.
 */
export function webSocketsOf(config: KubeConfig): WebSockets {
  return {
    async connect(path, _, onMessage) {
      const { WebSocket } = await loadWebSocket();
      const address = `${config.getCurrentCluster()?.server ?? ''}${path}`.replace(/^http/, 'ws');
      const options: RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      const socket = new WebSocket(address, PROTOCOLS, options);
      let isBroken = false;
      socket.on('message', (data) => {
        // Messages that follow a malformed message may already be read.
        if (isBroken || deliver(socket, data, onMessage)) return;
        isBroken = true;
        socket.terminate();
      });
      return new Promise((resolve, reject) => {
        socket.once('open', () => resolve(socket));
        socket.on('error', (error) => reject({ message: error.message, error }));
      });
    },
  };
}

/** @returns whether the message is well-formed */
function deliver(socket: WebSocket, data: RawData, onMessage: OnMessage): boolean {
  try {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer);
    const stream = bytes.readUint8(0);
    if (stream === CLOSE_STREAM) return bytes.length === 2;
    if (onMessage?.(stream, bytes.subarray(1)) === false) socket.close();
    return true;
  } catch {
    return false;
  }
}
