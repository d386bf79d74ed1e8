import { describe, expect, it } from 'vitest';
import { answerChallenge, readChallenge } from './digest';

// RFC 7616, 3.9.1: the same request under both algorithms.
const header = (algorithm: string): string =>
  `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
const request = { user: 'Mufasa', password: 'Circle of Life', method: 'GET', path: '/dir/index.html', count: 1, cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' };

describe('digest authentication', () => {
  it.each([
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ])('gives the answer of RFC 7616 under %s', (algorithm, response) => {
    const challenge = readChallenge(header(algorithm));
    expect(challenge).not.toBeNull();
    if (challenge !== null) expect(answerChallenge(challenge, request)).toContain(`response="${response}"`);
  });

  it('does not answer what it does not understand', () => {
    for (const odd of ['Basic realm="x"', 'Digest realm="x"', header('SHA-512-256'), 'Digest realm="a", nonce="b", qop="auth-int"', '']) expect(readChallenge(odd)).toBeNull();
  });
});
