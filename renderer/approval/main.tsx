import '../no-eval';
import { createRoot } from 'react-dom/client';
import { approvalContract } from '../../core/ipc/contract';
import { connect } from '../desk';
import '../ui/theme.css';
import '../ui/base.css';
import '../ui/parts.css';
import '../ui/plan.css';
import './approval.css';
import { ApprovalWindow } from './approval-window';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<ApprovalWindow desk={connect(approvalContract)} />);
