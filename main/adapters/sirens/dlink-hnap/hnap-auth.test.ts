import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hmac, hnapAuth, loginPasswordOf, privateKeyOf, soapAction } from './hnap-auth';

/** facts/sirens.md 1.6, computed there by three independent implementations. */
const vectors = [
  {
    name: 'A',
    pin: '123456',
    challenge: 'Oc3KqU0zVYyJ6vR1tLwB',
    publicKey: '9sXb2nQ+7fZ/kT4mHgPd',
    seconds: 1_700_000_000,
    privateKey: '00FBB81203855D52DBE79E84EB7D9BB5',
    password: '4945B2A25F9B6FC85CC0F4895666B72A',
    headers: {
      Login: '377FEA725A1DB1502995E97A18F04FE2',
      GetDeviceSettings: '93287870DDAE2E88F0A146C49B9805E0',
      GetModuleSOAPActions: '1F8FEAD188AE69D3F8B8FD58151F7009',
      IsDeviceReady: '979860D6D50E633DBC6DDA12EB96A583',
      SetSoundPlay: 'DD1EF8D21BBFA16C28BCB3054D02EE91',
      GetSirenAlarmSettings: '84A522531924B3ACC3BAC90871EEE1EB',
      SetAlarmDismissed: '95CBAA85E99651B3867000677E93350B',
      Reboot: 'D5572EB03C460B25101C38651524FB79',
    },
  },
  {
    name: 'B',
    pin: '000042',
    challenge: 'q8ZtK1+e/NwJxV5rB3Ly',
    publicKey: 'mP0uC/6yT+Rj2WsF4dQa',
    seconds: 1_767_225_600,
    privateKey: 'BE6D6BFA676F8C7ECABD6E4D338A3D1C',
    password: '1E0883360DBBA4D69ADD4F86EAD5D704',
    headers: {
      Login: '3A389647BA4F976B02362B261F03678C',
      SetSoundPlay: 'AFF160D7603B83844053EA6FC36C556C',
      GetSirenAlarmSettings: 'EE1B69A0673E2CB5943CB8EDAAFC9DE9',
      SetAlarmDismissed: '7AD30B5280C1AF3A4F9CF33ED4D25DEF',
      IsDeviceReady: '1878F2D27689E74E97A7C51E8C5FADA2',
    },
  },
] as const;

const [a, b] = vectors;

describe.each(vectors)('vector $name', ({ pin, challenge, publicKey, seconds, privateKey, password, headers }) => {
  it('gives the private key and the login password', () => {
    expect(privateKeyOf(publicKey, pin, challenge)).toBe(privateKey);
    expect(loginPasswordOf(privateKey, challenge)).toBe(password);
  });

  it.each(Object.entries(headers))('signs %s', (action, expected) => {
    expect(hnapAuth(privateKey, seconds, action)).toBe(`${expected} ${String(seconds)}`);
  });
});

describe('known mistakes give other answers', () => {
  it.each([
    ['the action without its quotes', hmac(a.privateKey, '1700000000http://purenetworks.com/HNAP1/SetSoundPlay'), '1248A3D2BEB5C48A28CFF0224D5D518A'],
    ['a lower-case private key', hmac(a.privateKey.toLowerCase(), `1700000000${soapAction('SetSoundPlay')}`), 'DF342A052F4B886E84BF99459A56F2EB'],
    [
      'the private key as 16 bytes',
      createHmac('md5', Buffer.from(a.privateKey, 'hex')).update(`1700000000${soapAction('SetSoundPlay')}`).digest('hex').toUpperCase(),
      '9B399EAAACF239EF3AE5B615CBB4B471',
    ],
    ['key and data swapped', hmac(a.challenge, a.publicKey + a.pin), '1D83BFE4B97D3D7C65238BA1828D412E'],
    ['the PIN before the public key', hmac(a.pin + a.publicKey, a.challenge), 'B19CBD3681CBDC96A10892B6AFAF521D'],
    ['the key of a page before login', hmac('withoutloginkey', `1700000000${soapAction('Login')}`), '92773D43A7D07A58B167B3678F014359'],
  ])('%s', (_name, wrong, printed) => {
    expect(wrong).toBe(printed);
    expect([a.privateKey, ...Object.values(a.headers)]).not.toContain(wrong);
  });

  it('a PIN that lost its zeros does not open vector B', () => {
    expect(privateKeyOf(b.publicKey, String(Number(b.pin)), b.challenge)).not.toBe(b.privateKey);
  });

  it('agrees with RFC 2202, case 2', () => {
    expect(hmac('Jefe', 'what do ya want for nothing?')).toBe('750C783E6AB0B503EAA86E310A5DB738');
  });
});
