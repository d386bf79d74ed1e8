import { fail, type Failure, type Result } from '../errors';

/** A request to a siren over HTTP that got no answer, in the sirens' words: what may have arrived is not "unreachable". */
export function unreached(error: Failure, { url, action, seconds }: { readonly url: string; readonly action: string; readonly seconds: number }): Result<never> {
  switch (error.code) {
    case 'http-timeout':
      return fail('siren-no-answer', { url, action, seconds });
    case 'http-refused':
    case 'http-name':
    case 'http-unreachable':
      return fail('siren-unreachable', { url, why: error.code });
    case 'http-dropped':
      return fail('siren-superseded', { url });
    case 'ssh-channel-refused':
      return fail('siren-unreachable', { url, why: String(error.values['why'] ?? error.code) });
    default:
      // What comes from the line to a jump host says itself what is wrong, and that nothing was sent.
      return error.code.startsWith('http-') ? fail('siren-cut', { url, action, why: error.code }) : { ok: false, error };
  }
}

/** An answer other than "done". A mistake on the other side (5xx) can follow the command's effect: the siren may sound (law 2). */
export function refusedWith(status: number, { url, action }: { readonly url: string; readonly action: string }): Result<never> {
  const said = `HTTP ${String(status)}`;
  return status >= 500 ? fail('siren-cut', { url, action, why: said }) : fail('siren-command-refused', { url, action, result: said });
}
