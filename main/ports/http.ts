import type { Result } from '../../core/errors';

/** Who this side is to a server that asks for a certificate, PEM. */
interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whole request, ms. */
  readonly timeoutMs: number;
  /** More than this is refused, bytes. */
  readonly maxBytes: number;
  /** Requests of one lane share one kept-alive connection, one after another; `drop` cuts it. */
  readonly lane?: string;
  readonly signal?: AbortSignal;
  /** An HTTP proxy to ask for a tunnel, `http://HOST:PORT`. A lane keeps to the one that its first request named. */
  readonly proxy?: string;
  /** TLS: shown to a server that asks who we are. */
  readonly identity?: TlsIdentity;
  /** TLS: one more root that its certificate may lead to, PEM. */
  readonly ca?: string;
  /** Takes the body of a 200 answer as it comes; the response's own `body` is then empty. What it throws ends the request. */
  readonly sink?: (part: Uint8Array) => void;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** TLS only: when the peer's certificate ends, epoch ms. */
  readonly certificateEndsAt: number | null;
}

/** Plain HTTP(S). Certificates are always checked; redirects are not followed. */
export interface Http {
  request(request: HttpRequest): Promise<Result<HttpResponse>>;
  /** Destroys a lane's connection and whatever waits on it: silence must not queue behind a ring. */
  drop(lane: string): void;
}
