import '../no-eval';
import { createRoot } from 'react-dom/client';
import '@xterm/xterm/css/xterm.css';
import { terminalContract } from '../../core/ipc/contract';
import { connect } from '../desk';
import '../ui/theme.css';
import '../ui/base.css';
import '../ui/parts.css';
import './terminal.css';
import { styleWithoutInline } from './strict-styles';
import { TerminalWindow } from './terminal-window';

styleWithoutInline(document);
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<TerminalWindow desk={connect(terminalContract)} />);
