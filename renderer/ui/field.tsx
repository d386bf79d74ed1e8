import { useId, type HTMLInputTypeAttribute, type ReactNode, type Ref } from 'react';

interface FieldFrame {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with the value, in words; it is announced. */
  readonly problem?: string | null | undefined;
}

interface Wiring {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

/** A label, a control, a hint and what is wrong, wired together for assistive technology. */
export function Field({
  label,
  hint,
  problem,
  children,
}: FieldFrame & { readonly children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const bad = problem !== undefined && problem !== null && problem !== '';
  const described = [hint === undefined ? null : `${id}-hint`, bad ? `${id}-problem` : null].filter(
    (each) => each !== null,
  );
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
        'aria-invalid': bad,
      })}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {bad ? (
        <p id={`${id}-problem`} className="field-problem" role="alert">
          {problem}
        </p>
      ) : null}
    </div>
  );
}

interface TextFieldProps extends FieldFrame {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: HTMLInputTypeAttribute;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly mono?: boolean;
  readonly focus?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

export function TextField({
  label,
  hint,
  problem,
  value,
  onChange,
  type = 'text',
  placeholder,
  maxLength,
  min,
  max,
  mono = false,
  focus = false,
  ref,
}: TextFieldProps) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(wiring) => (
        <input
          {...wiring}
          ref={ref}
          className={mono ? 'input mono' : 'input'}
          type={type}
          value={value}
          placeholder={placeholder}
          maxLength={maxLength}
          min={min}
          max={max}
          autoFocus={focus}
          data-focus-first={focus ? '' : undefined}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface TextAreaProps extends FieldFrame {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
  readonly maxLength?: number;
  readonly focus?: boolean;
  readonly mono?: boolean;
  readonly readOnly?: boolean;
}

export function TextArea({
  label,
  hint,
  problem,
  value,
  onChange,
  rows = 3,
  maxLength,
  focus = false,
  mono = false,
  readOnly = false,
}: TextAreaProps) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(wiring) => (
        <textarea
          {...wiring}
          className={mono ? 'input mono' : 'input'}
          rows={rows}
          value={value}
          maxLength={maxLength}
          autoFocus={focus}
          data-focus-first={focus ? '' : undefined}
          readOnly={readOnly}
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Enter is a line of the text; with Ctrl or Cmd it is the form's own button.
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat || event.nativeEvent.isComposing) return;
            event.preventDefault();
            event.currentTarget.form?.querySelector<HTMLButtonElement>('button[type="submit"]')?.click();
          }}
        />
      )}
    </Field>
  );
}

interface SelectFieldProps<V extends string> extends FieldFrame {
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly text: string }[];
  readonly onChange: (value: V) => void;
  readonly focus?: boolean;
}

export function SelectField<V extends string>({
  label,
  hint,
  problem,
  value,
  options,
  onChange,
  focus = false,
}: SelectFieldProps<V>) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(wiring) => (
        <select
          {...wiring}
          className="input"
          value={value}
          autoFocus={focus}
          data-focus-first={focus ? '' : undefined}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.currentTarget.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
