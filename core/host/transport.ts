import { z } from 'zod';
import { fill, type Text } from '../text';

/** What carries a line: the library inside the console, or the system's own `ssh`. */
export const transportSchema = z.enum(['ssh2', 'openssh']);
export type Transport = z.infer<typeof transportSchema>;

/** Why a host is reached by one transport and not the other, in words. */
export const transportReasons = {
  default: { en: 'nothing about this host needs the system’s OpenSSH', ko: '이 호스트에는 시스템의 OpenSSH가 필요하지 않음' },
  pinned: { en: 'hosts.yaml says so', ko: 'hosts.yaml에서 지정함' },
  'user-certificate': { en: 'the user certificate {detail}', ko: '사용자 인증서 {detail}' },
  'host-authority': { en: 'a certificate authority vouches for the host', ko: '인증 기관이 호스트를 보증함' },
  'security-key': { en: 'the key {detail} is on a security key', ko: '{detail} 키가 보안 키에 있음' },
  gssapi: { en: 'a Kerberos ticket logs in', ko: 'Kerberos 티켓으로 로그인함' },
  'proxy-command': { en: 'ProxyCommand in ssh_config', ko: 'ssh_config의 ProxyCommand' },
  algorithms: { en: '{detail} in ssh_config leaves nothing that ssh2 has', ko: 'ssh_config의 {detail}에 ssh2가 지원하는 것이 없음' },
  option: { en: '{detail} in ssh_config', ko: 'ssh_config의 {detail}' },
} as const satisfies Record<string, Text>;
export type TransportReasonCode = keyof typeof transportReasons;

const codes = Object.keys(transportReasons) as [TransportReasonCode, ...TransportReasonCode[]];
export const transportReasonSchema = z.object({ code: z.enum(codes), detail: z.string() });
export type TransportReason = z.infer<typeof transportReasonSchema>;

/** The reason as a sentence, for a person. */
export function transportSentence({ code, detail }: TransportReason): Text {
  const text: Text = transportReasons[code];
  return { en: fill(text.en, { detail }), ko: fill(text.ko, { detail }) };
}

/** Reasons that ssh2 cannot pass over without going another way than was configured. */
const binding: ReadonlySet<TransportReasonCode> = new Set(['proxy-command', 'option']);

export interface ChosenTransport {
  readonly transport: Transport;
  readonly why: TransportReason;
}

/** What the configuration needs, where nobody pins another. */
export function neededTransport(needs: TransportReason | null): ChosenTransport {
  return needs === null ? { transport: 'ssh2', why: { code: 'default', detail: '' } } : { transport: 'openssh', why: needs };
}

/**
 * The transport of a host: what hosts.yaml pins, else what the configuration needs. Null when ssh2 is pinned although
 * the configuration leads elsewhere.
 */
export function chooseTransport(pinned: Transport | undefined, needs: TransportReason | null): ChosenTransport | null {
  if (pinned === undefined) return neededTransport(needs);
  if (pinned === 'ssh2' && needs !== null && binding.has(needs.code)) return null;
  return { transport: pinned, why: { code: 'pinned', detail: '' } };
}
