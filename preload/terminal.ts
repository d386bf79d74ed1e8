import { terminalContract } from '../core/ipc/contract';
import { bridge } from './bridge';

bridge(terminalContract);
