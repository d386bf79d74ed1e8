import { approvalContract } from '../core/ipc/contract';
import { bridge } from './bridge';

bridge(approvalContract);
