import { useId, type ReactNode } from 'react';

interface PanelProps {
  readonly title: string;
  /** A few words or buttons at the right of the heading. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly tone?: 'plain' | 'red' | 'amber' | 'violet';
}

/** A titled box: a region with a name. */
export function Panel({ title, aside, children, tone = 'plain' }: PanelProps) {
  const heading = useId();
  return (
    <section className={`panel panel-${tone}`} aria-labelledby={heading}>
      <header className="panel-head">
        <h3 id={heading} className="panel-title">
          {title}
        </h3>
        {aside === undefined ? null : <div className="panel-aside">{aside}</div>}
      </header>
      <div className="panel-body">{children}</div>
    </section>
  );
}
