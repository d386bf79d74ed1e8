import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Duplex, type Readable } from 'node:stream';
import type { Channel } from './line';

/** What `ssh` exits with when it could not do its work; a remote program may do so too, and nobody can tell the two. */
const sshFailed = 255;

/** A channel that a process of the system's `ssh` carries. */
export class OpensshChannel extends Duplex implements Channel {
  readonly stderr: Readable;

  /** @param settled waits, where `ssh` itself failed, until it can be told whether the line is still there. */
  constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    settled: () => Promise<boolean> = () => Promise.resolve(false),
  ) {
    super({ allowHalfOpen: true, autoDestroy: false });
    this.stderr = child.stderr;
    child.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) child.stdout.pause();
    });
    // A process that goes while we write is seen at its end.
    child.stdin.on('error', () => undefined);
    child.once('error', () => {
      this.destroy();
    });
    child.once('exit', (code, signal) => {
      // Killed by us: the line was hung up, which is no exit of the remote side.
      if (signal === null && code !== sshFailed) this.emit('exit', code);
    });
    child.once('close', (code) => {
      // What was not read yet is still to be had.
      this.once('end', () => this.destroy());
      void (code === sshFailed ? settled() : Promise.resolve(false)).then((isOpen) => {
        if (isOpen) this.emit('exit', null);
        this.push(null);
      });
    });
  }

  /** Ends it without waiting for the other side. */
  close(): void {
    this.child.kill('SIGTERM');
  }

  override _read(): void {
    this.child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // Called back once it was taken, or could not be: that is seen at the end of the process.
    this.child.stdin.write(chunk, () => {
      done();
    });
  }

  override _final(done: (error?: Error | null) => void): void {
    this.child.stdin.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    done(error);
  }
}
