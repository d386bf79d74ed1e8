import { scriptParts } from './script.logic';

/** The exact bytes of a step, line by line; whatever is not printable ASCII is named by its code point. */
export function ScriptView({ script, label }: { readonly script: string; readonly label: string }) {
  const lines = script.replace(/\n$/, '').split('\n');
  return (
    <pre className="script" aria-label={label} tabIndex={0}>
      {lines.map((line, number) => (
        <span key={number} className="script-line">
          {scriptParts(line).map((part, at) => (part.codePoint ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>))}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}
