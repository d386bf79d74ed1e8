import { useEffect } from 'react';
import type { Param } from '../../../core/runbook/runbook';
import { useLocale, useT } from '../../locales/locale';
import { useHosts, useVault } from '../../stores/lists';
import { usePlanTable } from '../../stores/plan-store';
import { SelectField, TextField } from '../../ui/field';
import { HostPicker } from '../../ui/host-picker';

/** The parameters as a typed form. Whatever is wrong with a value stands at the value. */
export function ParamForm() {
  const t = useT();
  const runbook = usePlanTable((state) => state.opened?.runbook ?? null);
  const on = usePlanTable((state) => state.on);
  const setOn = usePlanTable((state) => state.setOn);
  const asksHosts = usePlanTable((state) => state.opened?.runbook?.steps.some((step) => step.on === null) ?? false);
  const hosts = useHosts();
  useEffect(() => {
    if (hosts.at === null) void useHosts.getState().refresh();
  }, [hosts.at]);
  if (runbook === null) return null;
  return (
    <div className="param-form">
      {runbook.params.length === 0 && !asksHosts ? <p className="dim">{t('runbooks.no-params')}</p> : null}
      {asksHosts ? (
        <HostPicker label={t('runbooks.on')} hosts={hosts.value ?? []} value={on} onChange={setOn} />
      ) : null}
      {runbook.params.map((param) => (
        <ParamField key={param.name} param={param} />
      ))}
    </div>
  );
}

function ParamField({ param }: { readonly param: Param }) {
  const t = useT();
  const locale = useLocale();
  const value = usePlanTable((state) => state.values[param.name] ?? '');
  const setValue = usePlanTable((state) => state.setValue);
  const problem = usePlanTable((state) => state.planned?.problems.find((each) => each.param === param.name) ?? null);
  const note = usePlanTable((state) => state.notes.find((each) => each.param === param.name) ?? null);
  const hosts = useHosts((state) => state.value);
  const vault = useVault((state) => state.value);
  const change = (text: string): void => {
    setValue(param.name, text);
  };
  const shared = { label: param.title === '' ? param.name : param.title, problem: problem?.[locale], hint: note?.[locale] ?? hintFor(param, t) };
  if (param.type === 'enum') {
    return <SelectField {...shared} value={value} onChange={change} options={choices(param.values, t('runbooks.choose-value'))} />;
  }
  if (param.type === 'host' && !param.many) {
    const names = (hosts ?? []).filter((host) => param.group === null || host.groups.includes(param.group)).map((host) => host.name);
    return <SelectField {...shared} value={value} onChange={change} options={choices(names, t('runbooks.choose-host'))} />;
  }
  if (param.type === 'host') {
    const among = (hosts ?? []).filter((host) => param.group === null || host.groups.includes(param.group));
    return <HostPicker {...shared} hosts={among} value={listed(value)} onChange={(names) => { change(names.join(',')); }} />;
  }
  if (param.type === 'secret') {
    const names = (vault?.secrets ?? []).map((secret) => `secret:${secret.name}`);
    return <SelectField {...shared} value={value} onChange={change} options={choices(names, t('runbooks.choose-secret'))} />;
  }
  return <TextField {...shared} value={value} onChange={change} mono={param.type === 'path'} />;
}

/** A `many` value, taken apart. */
function listed(value: string): string[] {
  return value.split(/[\s,]+/).filter((name) => name !== '');
}

function choices(values: readonly string[], none: string): readonly { readonly value: string; readonly text: string }[] {
  return [{ value: '', text: none }, ...values.map((value) => ({ value, text: value }))];
}

function hintFor(param: Param, t: ReturnType<typeof useT>): string | undefined {
  switch (param.type) {
    case 'duration':
      return t('runbooks.hint-duration');
    case 'integer':
      return param.min === null && param.max === null ? undefined : t('runbooks.hint-range', { min: param.min ?? '−∞', max: param.max ?? '∞' });
    case 'string':
      return param.regex === null ? undefined : t('runbooks.hint-regex', { regex: param.regex });
    case 'host':
      return param.group === null ? undefined : t('runbooks.hint-group', { group: param.group });
    case 'path':
    case 'secret':
    case 'enum':
      return undefined;
  }
}
