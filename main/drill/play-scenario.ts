import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unreachable } from '../../core/errors';
import type { Cancel, Schedule } from '../ports/schedule';
import type { PretendAlertmanager } from './pretend-alertmanager';
import type { PretendHost } from './pretend-host';
import type { PretendSiren } from './pretend-siren';
import type { Scenario, ScenarioStep } from './scenario';

/** The stage that a scenario plays on. */
export interface Stage {
  readonly hosts: readonly PretendHost[];
  readonly siren: PretendSiren;
  readonly alertmanager: PretendAlertmanager;
  readonly cutLine: (seconds: number) => void;
  readonly schedule: Schedule;
}

/** How often a host is asked whether the trouble is over, ms. */
const lookEveryMs = 500;

/** Plays a scenario once, from its beginning; the cancel ends it where it stands. */
export function playScenario(scenario: Scenario, stage: Stage): Cancel {
  const cancels: Cancel[] = [];
  const host = (name: string): PretendHost | undefined => stage.hosts.find((each) => each.name === name);

  const watch = (step: Extract<ScenarioStep, { do: 'fire' }>): void => {
    const { until, labels } = step;
    const folder = until === undefined ? undefined : host(until.host)?.home;
    if (until === undefined || folder === undefined) return;
    const stop = stage.schedule.every(lookEveryMs, () => {
      void readFile(join(folder, until.file), 'utf8').then(
        (text) => {
          if (text.trim() !== until.is) return;
          stop();
          stage.alertmanager.resolve(labels);
        },
        // Not there yet is not over yet.
        () => undefined,
      );
    });
    cancels.push(stop);
  };

  const act = async (step: ScenarioStep): Promise<void> => {
    switch (step.do) {
      case 'fire':
        stage.alertmanager.fire(step.labels, step.annotations);
        watch(step);
        return;
      case 'resolve':
        stage.alertmanager.resolve(step.labels);
        return;
      case 'write':
        return host(step.host)?.write(step.file, step.text);
      case 'cut-line':
        stage.cutLine(step.seconds);
        return;
      case 'siren':
        if (step.fault === 'unplug') return stage.siren.unplug();
        if (step.fault === 'plug') return stage.siren.plug();
        if (step.fault === 'behave') stage.siren.behave();
        else stage.siren.misbehave(step.fault, step.times);
        return;
      default:
        return unreachable(step);
    }
  };

  for (const step of scenario.steps) {
    cancels.push(
      stage.schedule.after(step.at, () => {
        // A folder that was removed under a running scenario ends the drill's practice, not the console.
        act(step).catch(() => undefined);
      }),
    );
  }
  return () => {
    for (const cancel of cancels) cancel();
  };
}
