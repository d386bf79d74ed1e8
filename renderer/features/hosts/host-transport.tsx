import type { HostView } from '../../../core/host/host';
import { transportSentence } from '../../../core/host/transport';
import { useLocale } from '../../locales/locale';

/** What carries a host's line, and why; or why there is no way to it. */
export function HostTransport({ host }: { readonly host: Pick<HostView, 'transport' | 'why' | 'problem'> }) {
  const locale = useLocale();
  if (host.problem !== null) return <span className="tone-red">{host.problem[locale]}</span>;
  const why = transportSentence(host.why)[locale];
  return (
    <>
      <span className="mono" title={why}>
        {host.transport}
      </span>{' '}
      <span className="dim hosts-why">{why}</span>
    </>
  );
}
