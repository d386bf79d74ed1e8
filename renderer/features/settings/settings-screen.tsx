import { useEffect, useRef } from 'react';
import { locales } from '../../../core/text';
import type { Frame } from '../../../core/ipc/frame';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { translate } from '../../locales/translate';
import { attempt } from '../../stores/act-store';
import { useFrame } from '../../stores/frame-store';
import { useRoute } from '../../stores/route-store';
import { Button } from '../../ui/button';
import { SelectField } from '../../ui/field';
import { Panel } from '../../ui/panel';
import { FindingsPanel } from './findings-panel';
import { MePanel } from './me-panel';
import { RulesPanel } from './rules-panel';
import { SourcesPanel } from './sources-panel';
import { TeamPanel } from './team-panel';
import { VaultPanel } from './vault-panel';
import './settings.css';

const themes = ['dark', 'light', 'night'] as const;

function Appearance({ frame }: { readonly frame: Frame }) {
  const t = useT();
  return (
    <Panel title={t('settings.appearance')}>
      <div className="settings-two">
        <SelectField
          label={t('settings.language')}
          value={frame.locale}
          onChange={(locale) => void attempt(desk().app.prefer({ locale }))}
          options={locales.map((each) => ({ value: each, text: translate(each, `locale.${each}`) }))}
        />
        <SelectField
          label={t('settings.theme')}
          value={frame.theme}
          onChange={(theme) => void attempt(desk().app.prefer({ theme }))}
          options={themes.map((each) => ({ value: each, text: t(`theme.${each}`) }))}
        />
      </div>
    </Panel>
  );
}

function Workspace({ workspace }: { readonly workspace: NonNullable<Frame['workspace']> }) {
  const t = useT();
  return (
    <Panel
      title={t('settings.workspace')}
      aside={
        <Button size="small" onPress={() => void attempt(desk().workspace.open({}))}>
          {t('settings.open-other')}
        </Button>
      }
    >
      <dl className="facts">
        <dt>{t('settings.name')}</dt>
        <dd>{workspace.name}</dd>
        <dt>{t('settings.path')}</dt>
        <dd className="mono">{workspace.path}</dd>
      </dl>
    </Panel>
  );
}

function About({ frame }: { readonly frame: Frame }) {
  const t = useT();
  const { runtime, hotkey } = frame;
  return (
    <Panel title={t('settings.about')}>
      <dl className="facts">
        <dt>{t('settings.runtime')}</dt>
        <dd>
          {runtime.version} ·{' '}
          <span className={runtime.fallback ? 'tone-amber' : 'dim'}>
            {runtime.fallback ? t('settings.runtime-fallback') : t('settings.runtime-official')}
          </span>
        </dd>
        <dt>{t('settings.sandbox')}</dt>
        <dd className={runtime.unsandboxed ? 'tone-red' : undefined}>
          {runtime.unsandboxed ? t('settings.sandbox-off') : t('settings.sandbox-on')}
        </dd>
        <dt>{t('settings.hotkey')}</dt>
        <dd>{hotkey ?? t('keys.no-hotkey')}</dd>
      </dl>
    </Panel>
  );
}

/** Language and look, this device, the vault, what is wrong with the files, what runs. */
export function SettingsScreen() {
  const t = useT();
  const frame = useFrame((state) => state.value);
  const part = useRoute((state) => state.place.params['part']);
  const findings = useRef<HTMLDivElement>(null);
  const me = useRef<HTMLDivElement>(null);
  const sources = useRef<HTMLDivElement>(null);
  const vault = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const parts = { findings, me, sources, vault };
    if (part !== undefined && Object.hasOwn(parts, part)) parts[part as keyof typeof parts].current?.scrollIntoView({ block: 'start' });
  }, [part]);
  if (frame === null) return null;
  return (
    <div className="screen settings">
      <h1>{t('screen.settings')}</h1>
      <Appearance frame={frame} />
      {frame.workspace === null ? null : <Workspace workspace={frame.workspace} />}
      <div ref={me} className="settings-part">
        <MePanel />
        <TeamPanel />
      </div>
      {frame.workspace === null ? null : (
        <div ref={sources} className="settings-part">
          <SourcesPanel />
        </div>
      )}
      {frame.workspace === null ? null : <RulesPanel />}
      <div ref={vault}>
        <VaultPanel />
      </div>
      <div ref={findings}>
        <FindingsPanel />
      </div>
      <About frame={frame} />
    </div>
  );
}
