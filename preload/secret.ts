import { secretContract } from '../core/ipc/contract';
import { bridge } from './bridge';

bridge(secretContract);
