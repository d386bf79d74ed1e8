import { isTried, triedLasts, type Contact } from '../../../core/shift/contact';
import type { PersonCard } from '../../../core/shift/person-card';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { useNow } from '../../ui/now';
import { Panel } from '../../ui/panel';
import { dayTime } from '../../ui/time.logic';
import { useZones } from '../../ui/zone';

function ContactWayLine({ person, contact }: { readonly person: PersonCard; readonly contact: Contact }) {
  const t = useT();
  const now = useNow();
  const { way, to, triedAt, reached } = contact;
  const record = (through: boolean): void => void perform(desk().duty.tried({ person: person.id, way, reached: through, note: '' }));
  return (
    <li className="row">
      <span className="dim">{t(`duty.way-${way}`)}</span>
      <bdi className="mono any-text">{to}</bdi>
      <span className={isTried(contact, now) ? 'dim' : 'tone-amber'}>
        {triedAt === null ? (
          <>■ {t('duty.never-tried')}</>
        ) : (
          <>
            {reached ? t('duty.tried') : t('duty.not-reached')} <Age at={triedAt} staleAfter={triedLasts} />
          </>
        )}
      </span>
      <Button size="small" label={t('duty.reached-of', { person: person.name, way: t(`duty.way-${way}`) })} onPress={() => record(true)}>
        {t('duty.reached')}
      </Button>
      <Button size="small" label={t('duty.failed-of', { person: person.name, way: t(`duty.way-${way}`) })} onPress={() => record(false)}>
        {t('duty.failed')}
      </Button>
    </li>
  );
}

/** Everybody: who is awake, what their clocks show, how they can be reached, and when that was last tried. */
export function PeoplePanel({ people }: { readonly people: readonly PersonCard[] }) {
  const t = useT();
  const locale = useLocale();
  const now = useNow();
  const { mine } = useZones();
  return (
    <Panel title={t('duty.people')}>
      <ul className="stack">
        {people.map((person) => (
          <li key={person.id} className="stack">
            <div className="row">
              <bdi className="strong">{person.name}</bdi>
              {person.away === null ? (
                <Chip tone={person.awake ? 'blue' : 'plain'} shape={person.awake ? 'dot' : 'dashed'}>
                  {person.awake ? t('duty.awake') : t('duty.asleep')}
                </Chip>
              ) : (
                <Chip tone="amber" shape="square">
                  {t('duty.away', { why: person.away.why, until: dayTime(person.away.back, locale, mine) })}
                </Chip>
              )}
              <span className="dim">
                {dayTime(now, locale, person.timezone)} · {person.timezone}
              </span>
              <span className={person.sirens === 0 || person.reachable === 0 ? 'tone-amber' : 'dim'}>
                {person.sirens === 0 ? t('duty.no-siren') : t('duty.sirens', { n: person.reachable, all: person.sirens })}
              </span>
            </div>
            {person.contacts.length === 0 ? null : (
              <ul className="duty-ways">
                {person.contacts.map((contact) => (
                  <ContactWayLine key={contact.way} person={person} contact={contact} />
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
