import type { Reconciled } from '../../../core/reconcile/compare';
import { useT } from '../../locales/locale';
import { Chip } from '../../ui/chip';
import { Moment } from '../../ui/moment';

/** Host by host: what no journal knows, what no login carried, and where nothing can be said. */
export function ReconciledRows({ rows }: { readonly rows: readonly Reconciled[] }) {
  return (
    <ul className="stack" role="status">
      {rows.map((row) => (
        <HostRow key={row.host} row={row} />
      ))}
    </ul>
  );
}

function HostRow({ row }: { readonly row: Reconciled }) {
  const t = useT();
  const { host, sessions, since, undated, unknown, unseen } = row;
  const differs = unknown.length > 0 || unseen.length > 0;
  return (
    <li className="stack reconcile-host">
      <div className="row">
        <bdi className="strong">{host}</bdi>
        {since === null ? (
          <Chip tone="violet" shape="dashed">
            {t('reconcile.unreadable')}
          </Chip>
        ) : (
          <>
            <Chip tone={differs ? 'red' : 'green'} shape={differs ? 'cross' : 'dot'}>
              {t(differs ? 'reconcile.differs' : 'reconcile.agrees')}
            </Chip>
            <span className="dim">
              {t('reconcile.sessions', { n: sessions })} <Moment at={since} form="day" />
            </span>
          </>
        )}
      </div>
      {since === null ? <p className="dim">{t(undated ? 'reconcile.undated-hint' : 'reconcile.unreadable-hint')}</p> : null}
      {unknown.length === 0 ? null : (
        <ul className="stack" aria-label={t('reconcile.unknown', { n: unknown.length })}>
          <li className="tone-red">{t('reconcile.unknown', { n: unknown.length })}</li>
          {unknown.map(({ from, user, address, port, how }) => (
            <li key={`${String(from)} ${address} ${String(port)}`} className="row reconcile-line">
              <Moment at={from} form="day" />
              <bdi className="mono any-text">{`${user} ← ${address}:${String(port)}`}</bdi>
              <bdi className="dim mono any-text">{how}</bdi>
            </li>
          ))}
        </ul>
      )}
      {unseen.length === 0 ? null : (
        <ul className="stack" aria-label={t('reconcile.unseen', { n: unseen.length })}>
          <li className="tone-violet">{t('reconcile.unseen', { n: unseen.length })}</li>
          {unseen.map(({ at, writer, seq, code }) => (
            <li key={`${writer} ${String(seq)}`} className="row reconcile-line">
              <Moment at={at} form="day" />
              <bdi className="mono any-text">{`${writer} #${String(seq)}`}</bdi>
              <span className="dim mono">{code}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
