import { mainContract } from '../core/ipc/contract';
import { bridge } from './bridge';

bridge(mainContract);
