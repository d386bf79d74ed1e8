import type { Command } from 'commander';
import { show } from './alert-commands';
import type { CommandHost } from './command-host';
import { sayBlind } from './say-blind';
import { answer, complain, printable } from './terminal';

/** views, view, open, link: the same views and links as in the window. */
export function viewCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  program
    .command('views')
    .description('the views kept on this device')
    .action(() => host.withDesk(async (desk) => answer(terminal, await desk.calls.views.list(), (views) => views.map(({ name, search }) => printable(`${name}  ${search}`)))));
  program
    .command('save-view')
    .description('keep a query under a name')
    .argument('<name>')
    .argument('<query...>')
    .option('--closed', 'resolved alerts too')
    .action((name: string, words: string[], options: { closed?: boolean }) =>
      host.withDesk(async (desk) =>
        answer(terminal, await desk.calls.views.save({ name, search: words.join(' '), showClosed: options.closed === true }), (views) => [printable(views.map((each) => each.name).join(', '))]),
      ),
    );
  program
    .command('remove-view')
    .description('forget a view')
    .argument('<name>')
    .action((name: string) => host.withDesk(async (desk) => answer(terminal, await desk.calls.views.remove({ name }), (views) => [printable(views.map((each) => each.name).join(', '))])));
  program
    .command('link')
    .description('the link that opens a query on a colleague’s console')
    .argument('<query...>')
    .option('--closed', 'resolved alerts too')
    .action((words: string[], options: { closed?: boolean }) =>
      host.withDesk(async (desk) => answer(terminal, await desk.calls.views.link({ search: words.join(' '), showClosed: options.closed === true }), ({ link }) => [link])),
    );
  program
    .command('open')
    .description('open a breakglass:// link: in the window where one is open, else here; it never acts')
    .argument('<link>')
    .action((link: string) =>
      host.withDesk(async (desk) => {
        const opened = await desk.calls.views.open({ link });
        if (!opened.ok) return complain(terminal, opened.error);
        const { search, shown } = opened.value;
        if (shown) return answer(terminal, opened, () => [terminal.locale === 'ko' ? '창에서 열었습니다.' : 'Opened in the window.']);
        await desk.settle('alerts');
        const blind = await sayBlind(desk, terminal, ['source', 'network', 'sleep']);
        return (await show(desk, host, blind, search)) ?? (blind ? 3 : 0);
      }),
    );
}
