import { Command } from 'cmdk';
import { useEffect, type ReactNode } from 'react';
import { locales } from '../../core/text';
import { desk } from '../desk';
import { useLocale, useOther, useT } from '../locales/locale';
import { translate } from '../locales/translate';
import { attempt, lastUndoable, perform, useActs } from '../stores/act-store';
import { putCursor, useAlerts } from '../stores/alerts-store';
import { useDialogs } from '../stores/dialog-store';
import { mayConfigure, useFrame } from '../stores/frame-store';
import { verifyJournal } from '../stores/journal-store';
import { useHosts, useRunbooks } from '../stores/lists';
import { railFor, useRoute } from '../stores/route-store';
import { activeShortcuts, useShortcutStore } from '../stores/shortcut-store';
import { Dialog } from '../ui/dialog';
import { KeyHint } from '../ui/key-hint';
import { people } from './palette.logic';
import { silence } from './silence';

const themes = ['dark', 'light', 'night'] as const;

interface ItemProps {
  readonly id: string;
  readonly text: string;
  /** The same in the other language, for whoever thinks in it or has not switched the keyboard. */
  readonly other?: string;
  readonly more?: string;
  readonly keys?: string;
  readonly onSelect: () => void;
}

function Item({ id, text, other = '', more = '', keys, onSelect }: ItemProps) {
  const close = useDialogs((state) => state.close);
  return (
    <Command.Item
      value={id}
      keywords={[text, more, other]}
      className="palette-item"
      onSelect={() => {
        close();
        onSelect();
      }}
    >
      <bdi className="grow cut">{text}</bdi>
      {more === '' ? null : <bdi className="dim cut">{more}</bdi>}
      {keys === undefined ? null : <KeyHint keys={keys} />}
    </Command.Item>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Command.Group heading={title} className="palette-group">
      {children}
    </Command.Group>
  );
}

/** Matches on what is read, never on the id: every typed word must occur. */
function score(_value: string, search: string, keywords: readonly string[] = []): number {
  const text = keywords.join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
    ? 1
    : 0;
}

function Actions() {
  const t = useT();
  const u = useOther();
  const locale = useLocale();
  const shortcuts = useShortcutStore(activeShortcuts);
  const undoable = useActs((state) => lastUndoable(state.log));
  const go = useRoute((state) => state.go);
  const mayAdd = useFrame(mayConfigure);
  const vaultLocked = useFrame((state) => state.value?.vault === 'locked');
  return (
    <Group title={t('palette.actions')}>
      <Item id="silence-all" text={t('palette.silence-all')} other={u('palette.silence-all')} keys="F9" onSelect={() => silence()} />
      {undoable === null ? null : (
        <Item
          id="undo"
          text={t('act.undo')} other={u('act.undo')}
          more={undoable.act[locale]}
          onSelect={() => void useActs.getState().undo(undoable.number)}
        />
      )}
      {shortcuts
        .filter((each) => each.hidden !== true)
        .map((each) => (
          <Item key={each.id} id={each.id} text={each.title} keys={each.keys} onSelect={each.run} />
        ))}
      <Item id="mutes" text={t('palette.go', { screen: t('screen.mutes') })} other={u('screen.mutes')} onSelect={() => go('mutes')} />
      <Item id="new-case" text={t('opening.act')} other={u('opening.act')} onSelect={() => useDialogs.getState().show({ kind: 'open-case', title: '', alerts: [] })} />
      <Item
        id="verify"
        text={t('palette.verify')} other={u('palette.verify')}
        onSelect={() => {
          go('journal');
          void verifyJournal();
        }}
      />
      <Item
        id="vault-lock"
        text={t(vaultLocked ? 'palette.vault-unlock' : 'palette.vault-lock')}
        other={u(vaultLocked ? 'palette.vault-unlock' : 'palette.vault-lock')}
        onSelect={() => void perform(vaultLocked ? desk().vault.unlock() : desk().vault.lock())}
      />
      <Item id="reconcile" text={t('reconcile.title')} other={u('reconcile.title')} onSelect={() => useDialogs.getState().show({ kind: 'reconcile' })} />
      <Item id="approve" text={t('approve.open')} other={u('approve.open')} onSelect={() => useDialogs.getState().show({ kind: 'approve' })} />
      {mayAdd ? (
        <>
          <Item id="add-source" text={t('setup.source-title')} other={u('setup.source-title')} onSelect={() => useDialogs.getState().show({ kind: 'add-source' })} />
          <Item id="add-host" text={t('setup.host-title')} other={u('setup.host-title')} onSelect={() => useDialogs.getState().show({ kind: 'add-host' })} />
          <Item id="add-rule" text={t('setup.rule-title')} other={u('setup.rule-title')} onSelect={() => useDialogs.getState().show({ kind: 'add-rule', when: '' })} />
          <Item id="import" text={t('import.title')} other={u('import.title')} onSelect={() => useDialogs.getState().show({ kind: 'import', of: 'rundeck' })} />
        </>
      ) : null}
      <Item
        id="open-workspace"
        text={t('palette.open-workspace')} other={u('palette.open-workspace')}
        onSelect={() => void attempt(desk().workspace.open({}))}
      />
      {themes.map((theme) => (
        <Item
          key={theme}
          id={`theme-${theme}`}
          text={t('palette.theme', { theme: t(`theme.${theme}`) })}
          onSelect={() => void attempt(desk().app.prefer({ theme }))}
        />
      ))}
      {locales.map((each) => (
        <Item
          key={each}
          id={`locale-${each}`}
          text={t('palette.locale', { language: translate(each, `locale.${each}`) })}
          onSelect={() => void attempt(desk().app.prefer({ locale: each }))}
        />
      ))}
    </Group>
  );
}

/** Everything by name: screens, actions, runbooks, hosts, alerts, people. */
export function Palette() {
  const t = useT();
  const u = useOther();
  const close = useDialogs((state) => state.close);
  const show = useDialogs((state) => state.show);
  const go = useRoute((state) => state.go);
  const frame = useFrame((state) => state.value);
  const runbooks = useRunbooks((state) => state.value);
  const hosts = useHosts((state) => state.value);
  const pages = useAlerts((state) => state.pages);
  const rows = [...pages.values()].flatMap((page) => page.rows).slice(0, 200);

  useEffect(() => {
    if (useFrame.getState().value?.workspace === null) return;
    void useRunbooks.getState().refresh();
    void useHosts.getState().refresh();
  }, []);

  return (
    <Dialog title={t('palette.title')} onClose={close} size="wide" bare>
      <Command label={t('palette.title')} filter={score} loop className="palette">
        <Command.Input className="input palette-input" placeholder={t('palette.search')} data-focus-first="" />
        <Command.List className="palette-list">
          <Command.Empty className="state">{t('palette.empty')}</Command.Empty>
          <Group title={t('palette.screens')}>
            {railFor(frame?.workspace?.drill === true).map(({ screen, letter }) => (
              <Item
                key={screen}
                id={`screen-${screen}`}
                text={t('palette.go', { screen: t(`screen.${screen}`) })}
                other={u(`screen.${screen}`)}
                keys={`g ${letter}`}
                onSelect={() => go(screen)}
              />
            ))}
          </Group>
          <Actions />
          {rows.length === 0 ? null : (
            <Group title={t('palette.alerts')}>
              {rows.map((row) => (
                <Item
                  key={row.id}
                  id={`alert-${row.id}`}
                  text={row.title}
                  more={row.where}
                  onSelect={() => {
                    putCursor(row.id);
                    go('alerts');
                  }}
                />
              ))}
            </Group>
          )}
          {runbooks === null || runbooks.length === 0 ? null : (
            <Group title={t('palette.runbooks')}>
              {runbooks.map((row) => (
                <Item
                  key={row.path}
                  id={`runbook-${row.path}`}
                  text={row.title}
                  more={row.path}
                  onSelect={() => go('runbooks', null, { path: row.path })}
                />
              ))}
            </Group>
          )}
          {hosts === null || hosts.length === 0 ? null : (
            <Group title={t('palette.hosts')}>
              {hosts.map((host) => (
                <Item
                  key={host.name}
                  id={`host-${host.name}`}
                  text={host.name}
                  more={`${host.user}@${host.address}`}
                  onSelect={() => go('hosts', host.name)}
                />
              ))}
            </Group>
          )}
          <Group title={t('palette.people')}>
            {people(frame).map((person) => (
              <Item
                key={person}
                id={`person-${person}`}
                text={t('palette.ring', { who: person })}
                keys="!"
                onSelect={() => show({ kind: 'ring', to: person, reason: '', caseId: null })}
              />
            ))}
          </Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}
