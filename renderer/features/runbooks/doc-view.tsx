import { createElement, type ReactNode } from 'react';
import type { DocNode, RunbookStep } from '../../../core/runbook/runbook';
import { desk } from '../../desk';
import { attempt } from '../../stores/act-store';
import { DangerChip } from '../../ui/danger-chip';
import { ScriptView } from '../../ui/script-view';

interface DocViewProps {
  readonly nodes: readonly DocNode[];
  readonly steps: readonly RunbookStep[];
}

/** A runbook's text as elements made one by one from data: nothing in it can become markup. */
export function DocView({ nodes, steps }: DocViewProps) {
  return <>{nodes.map((node, at) => draw(node, at, steps))}</>;
}

function draw(node: DocNode, key: number, steps: readonly RunbookStep[]): ReactNode {
  const inside = (): ReactNode => (node.children === undefined ? node.text : node.children.map((child, at) => draw(child, at, steps)));
  switch (node.type) {
    case 'heading':
      return createElement(`h${String(Math.min(6, (node.depth ?? 1) + 1))}`, { key }, inside());
    case 'paragraph':
      return <p key={key}>{inside()}</p>;
    case 'text':
      return <span key={key}>{node.text}</span>;
    case 'strong':
      return <strong key={key}>{inside()}</strong>;
    case 'emphasis':
      return <em key={key}>{inside()}</em>;
    case 'code':
      return <code key={key}>{node.text}</code>;
    case 'block':
      return <ScriptView key={key} script={node.text ?? ''} label="text" />;
    case 'list':
      return node.depth === 1 ? <ol key={key}>{inside()}</ol> : <ul key={key}>{inside()}</ul>;
    case 'item':
      return <li key={key}>{inside()}</li>;
    case 'quote':
      return <blockquote key={key}>{inside()}</blockquote>;
    case 'rule':
      return <hr key={key} />;
    case 'break':
      return <br key={key} />;
    case 'table':
      return (
        <table key={key}>
          <tbody>{inside()}</tbody>
        </table>
      );
    case 'row':
      return <tr key={key}>{inside()}</tr>;
    case 'cell':
      return <td key={key}>{inside()}</td>;
    case 'link':
      return <Link key={key} address={node.ref ?? ''}>{inside()}</Link>;
    case 'step': {
      const step = steps.find((each) => each.name === node.ref);
      return step === undefined ? null : (
        <div key={key} className={`doc-step plan-step-${step.danger}`}>
          <div className="row">
            <span className="mono">{step.name}</span>
            <DangerChip danger={step.danger} />
          </div>
          <ScriptView script={step.script} label={step.title} />
        </div>
      );
    }
  }
}

/** A link is text with its address beside it; pressing it asks the main process, which shows the address and asks again. */
function Link({ address, children }: { readonly address: string; readonly children: ReactNode }) {
  if (!address.startsWith('https://')) return <span>{children} ({address})</span>;
  return (
    <button type="button" className="doc-link" title={address} onClick={() => void attempt(desk().app.openLink({ url: address }))}>
      {children} ({address})
    </button>
  );
}
