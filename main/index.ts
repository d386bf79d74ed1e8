import { app } from 'electron';
import { join } from 'node:path';
import { dataFolder } from './platform/folders';
import { spreadLastNet } from './platform/last-net';
import { openLog } from './platform/log-file';
import { startConsole } from './start-console';
import { declareAppProtocol } from './window/app-protocol';
import { guardContents } from './window/security';

// Boot only: what must be said before Electron is ready, one instance, then the console.
const folder = dataFolder(process.env, process.platform);
const net = spreadLastNet(openLog(folder), process);
app.setName('Breakglass');
app.setPath('userData', join(folder, 'electron'));
// SECURITY: every renderer in the OS sandbox; where the system cannot (started with --no-sandbox) a banner says so.
const unsandboxed = app.commandLine.hasSwitch('no-sandbox');
if (!unsandboxed) app.enableSandbox();
// A checkout must not take the links of an installed console over.
if (app.isPackaged) app.setAsDefaultProtocolClient('breakglass');
guardContents();
declareAppProtocol();

if (!app.requestSingleInstanceLock()) app.quit();
else void app.whenReady().then(() => startConsole({ folder, net, unsandboxed, fallback: app.commandLine.hasSwitch('breakglass-fallback-runtime') }));
