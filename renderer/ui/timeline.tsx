import { Moment } from './moment';

interface TimelineEvent {
  readonly at: number;
  /** Empty for a machine's event: it is greyed. */
  readonly who: string;
  readonly text: string;
}

/** What happened, in order: people in full, machines in grey. */
export function Timeline({
  events,
  form = 'clock',
}: {
  readonly events: readonly TimelineEvent[];
  readonly form?: 'clock' | 'day-clock';
}) {
  return (
    <ol className="timeline">
      {events.map((event, at) => (
        <li key={`${event.at} ${at}`} className={event.who === '' ? 'timeline-event dim' : 'timeline-event'}>
          <span className="timeline-at">
            <Moment at={event.at} form={form} />
          </span>
          <span className="any-text">{event.text}</span>
        </li>
      ))}
    </ol>
  );
}
