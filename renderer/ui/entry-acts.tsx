import { useT } from '../locales/locale';
import { Button } from './button';

interface EntryActsProps {
  /** The entry's name, for whoever hears only the button. */
  readonly called: string;
  readonly onPress: (act: 'change-entry' | 'remove-entry') => void;
}

/** Change and Remove of an entry of the workspace's files. */
export function EntryActs({ called, onPress }: EntryActsProps) {
  const t = useT();
  return (
    <>
      <Button size="small" label={t('setup.change-of', { name: called })} onPress={() => onPress('change-entry')}>
        {t('setup.change')}
      </Button>{' '}
      <Button size="small" label={t('setup.remove-of', { name: called })} onPress={() => onPress('remove-entry')}>
        {t('setup.remove')}
      </Button>
    </>
  );
}
