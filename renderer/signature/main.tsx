import '../no-eval';
import { createRoot } from 'react-dom/client';
import { signatureContract } from '../../core/ipc/signature-contract';
import { connect } from '../desk';
import '../ui/theme.css';
import '../ui/base.css';
import '../ui/parts.css';
import '../ui/plan.css';
import './signature.css';
import { SignatureWindow } from './signature-window';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<SignatureWindow desk={connect(signatureContract)} />);
