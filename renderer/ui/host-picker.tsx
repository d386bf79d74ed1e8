import { useT } from '../locales/locale';
import { Field } from './field';

interface HostPickerProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | null | undefined;
  readonly hosts: readonly { readonly name: string; readonly groups: readonly string[]; readonly danger: string }[];
  readonly value: readonly string[];
  readonly onChange: (names: readonly string[]) => void;
}

/** Several hosts: one by one, or a whole group at a press. What is chosen and unknown stays visible and can be taken out. */
export function HostPicker({ label, hint, problem, hosts, value, onChange }: HostPickerProps) {
  const t = useT();
  const chosen = new Set(value);
  const groups = [...new Set(hosts.flatMap((host) => host.groups))].sort();
  const names = [...hosts.map((host) => host.name), ...value.filter((name) => hosts.every((host) => host.name !== name))];
  const toggle = (members: readonly string[]): void => {
    const all = members.every((name) => chosen.has(name));
    onChange(all ? value.filter((name) => !members.includes(name)) : [...value, ...members.filter((name) => !chosen.has(name))]);
  };
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(wiring) => (
        <div {...wiring} className="host-picker" role="group" aria-label={label}>
          {groups.length === 0 ? null : (
            <div className="row host-picker-groups">
              {groups.map((group) => {
                const members = hosts.filter((host) => host.groups.includes(group)).map((host) => host.name);
                return (
                  <button
                    key={group}
                    type="button"
                    className="host-pick host-pick-group"
                    aria-pressed={members.every((name) => chosen.has(name))}
                    onClick={() => {
                      toggle(members);
                    }}
                  >
                    {t('runbooks.group', { group, n: members.length })}
                  </button>
                );
              })}
            </div>
          )}
          <div className="row host-picker-hosts">
            {names.map((name) => (
              <button
                key={name}
                type="button"
                className="host-pick"
                aria-pressed={chosen.has(name)}
                onClick={() => {
                  toggle([name]);
                }}
              >
                {name}
              </button>
            ))}
          </div>
        </div>
      )}
    </Field>
  );
}
