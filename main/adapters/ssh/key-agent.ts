import { createServer, type Server } from 'node:net';
import ssh2, { type ParsedKey } from 'ssh2';

const identitiesRequest = 11;
const signRequest = 13;
/** SSH_AGENT_FAILURE, with its length. */
const refusal = Buffer.from([0, 0, 0, 1, 5]);
const longest = 262_144;

/**
 * An agent of our own for one line: it signs with keys that the vault opened, so that the system's `ssh` can use an
 * encrypted key while the passphrase, and the key, stay in this process.
 * @param socket in a folder that only this user can enter.
 */
export async function startKeyAgent(socket: string, keys: readonly ParsedKey[]): Promise<Server> {
  const server = createServer((connection) => {
    const agent = new ssh2.AgentProtocol(false);
    let rest: Buffer = Buffer.alloc(0);
    connection.on('error', () => undefined);
    agent.on('error', () => {
      connection.destroy();
    });
    agent.on('identities', (request) => {
      agent.getIdentitiesReply(request, [...keys]);
    });
    agent.on('sign', (request, asked, data, options) => {
      const wire = asked.getPublicSSH();
      const signature = keys.find((each) => each.getPublicSSH().equals(wire))?.sign(data, options.hash);
      if (signature instanceof Buffer) agent.signReply(request, signature);
      else agent.failureReply(request);
    });
    agent.pipe(connection);
    // Message by message: the library loses its place at one that it does not know, such as the extension with which
    // `ssh` begins. The protocol is draft-ietf-sshm-ssh-agent.
    connection.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 5) {
        const end = 4 + rest.readUInt32BE(0);
        if (end > longest || end < 5) {
          connection.destroy();
          return;
        }
        if (rest.length < end) return;
        const type = rest[4];
        if (type === identitiesRequest || type === signRequest) agent.write(rest.subarray(0, end));
        else connection.write(refusal);
        rest = rest.subarray(end);
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  server.unref();
  return server;
}
