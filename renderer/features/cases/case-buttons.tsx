import type { Case } from '../../../core/case/case';
import { useT } from '../../locales/locale';
import { myId, useFrame } from '../../stores/frame-store';
import { Button } from '../../ui/button';
import { caseActs } from './case-acts';

/** What can be done with this case, each with its key. */
export function CaseButtons({ subject }: { readonly subject: Case }) {
  const t = useT();
  const me = useFrame((state) => myId(state.value));
  if (subject.state === 'closed') {
    return (
      <div className="row">
        {subject.mergedInto === null ? <Button onPress={() => caseActs.reopen(subject)}>{t('cases.reopen')}</Button> : null}
        <Button keys="c" onPress={() => caseActs.note(subject)}>
          {t('alerts.note')}
        </Button>
        <Button keys="x" onPress={() => caseActs.export(subject)}>
          {t('exporting.act')}
        </Button>
      </div>
    );
  }
  return (
    <div className="row">
      {subject.owner === me ? null : (
        <Button tone="primary" keys="o" onPress={() => caseActs.own(subject)}>
          {t('alerts.own')}
        </Button>
      )}
      <Button tone={subject.owner === me ? 'primary' : 'plain'} keys="e" onPress={() => caseActs.close(subject)}>
        {t('cases.close')}
      </Button>
      <Button keys="h" onPress={() => caseActs.handOver(subject)}>
        {t('hand-over.act')}
      </Button>
      <Button keys="c" onPress={() => caseActs.note(subject)}>
        {t('alerts.note')}
      </Button>
      <Button keys="l" onPress={() => caseActs.link(subject)}>
        {t('linking.act')}
      </Button>
      <Button keys="m" onPress={() => caseActs.merge(subject)}>
        {t('merging.act')}
      </Button>
      <Button keys="x" onPress={() => caseActs.export(subject)}>
        {t('exporting.act')}
      </Button>
      <Button keys="t" onPress={() => caseActs.terminal(subject)}>
        {t('terminals.open-act')}
      </Button>
      <Button tone="danger" keys="!" onPress={() => caseActs.ring(subject)}>
        {t('alerts.ring')}
      </Button>
    </div>
  );
}
