import { isAnythingSounding, soundingRings, strayingSirens, useFrame, type RingView } from '../stores/frame-store';
import { useT } from '../locales/locale';
import type { Key } from '../locales/translate';
import { Age } from '../ui/age';
import { Button } from '../ui/button';
import { useNow } from '../ui/now';
import { silence } from './silence';

function titleOf(ring: RingView | undefined): Key {
  if (ring?.state === 'silencing') return 'ringing.silencing';
  return ring?.state === 'commanded' || ring?.state === 'unknown' ? 'ringing.maybe' : 'ringing.title';
}

/** The red bar: who is rung, by whom, why, for how long yet, and one big Silence. It is also drawn inside every dialog. */
export function RingingBar() {
  const t = useT();
  const now = useNow();
  const frame = useFrame((state) => state.value);
  if (!isAnythingSounding(frame)) return null;
  const rings = soundingRings(frame);
  const stray = strayingSirens(frame);
  const ring = rings[0];
  const others = rings.length + stray.length - 1;
  return (
    <div className="ringing" role="alert">
      <span className="ringing-mark" aria-hidden="true">
        ▲
      </span>
      <strong className="ringing-title">{t(titleOf(ring))}</strong>
      <div className="ringing-text">
        {ring === undefined ? (
          <span>{t('ringing.stray', { siren: stray.join(', ') })}</span>
        ) : (
          <>
            <span className="strong">{t('ringing.for', { person: ring.person })}</span>
            <span>{ring.siren}</span>
            <q className="ringing-reason">{ring.reason}</q>
            <span>{t('ringing.by', { who: ring.by })}</span>
            {/* What ticks is not announced: a live region that speaks every second is noise of its own. */}
            <span aria-hidden="true">
              <Age at={ring.startedAt} />
            </span>
            <span>
              {t('ringing.volume', { volume: ring.volume })}
              {ring.cappedFrom === null ? '' : ` (${t('ringing.capped', { from: ring.cappedFrom })})`}
            </span>
            <span aria-hidden="true">
              {ring.endsAt > now
                ? t('ringing.stops', { left: t('span.seconds', { s: Math.ceil((ring.endsAt - now) / 1000) }) })
                : t('ringing.stopped-should')}
            </span>
          </>
        )}
        {others > 0 ? <span>{t('ringing.more', { n: others })}</span> : null}
      </div>
      <Button size="big" keys="Space" onPress={() => silence()}>
        {t('act.silence')}
      </Button>
    </div>
  );
}
