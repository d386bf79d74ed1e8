import '../no-eval';
import { createRoot } from 'react-dom/client';
import { secretContract } from '../../core/ipc/contract';
import { connect } from '../desk';
import '../ui/theme.css';
import '../ui/base.css';
import '../ui/parts.css';
import './secret.css';
import { SecretWindow } from './secret-window';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<SecretWindow desk={connect(secretContract)} />);
