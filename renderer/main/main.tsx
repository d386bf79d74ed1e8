import '../no-eval';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startFeed } from '../stores/feed';
import '../ui/theme.css';
import '../ui/base.css';
import '../ui/parts.css';
import '../ui/plan.css';
import '../frame/frame.css';
import { App } from './app';

const root = document.getElementById('root');
if (root === null) throw new Error('renderer/main/index.html has no #root');

startFeed();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
