// A registered model as people ask for it: who holds what, the newest versions with the metric that counts, and the way to a promotion.
import { phrase } from '../base/language.ts';
import type { Direction } from '../domain/experiment.ts';
import type { ModelVersion, RegisteredModel, RegistryKind } from '../domain/model.ts';
import { info } from './badge.ts';
import { box, cell, type Element, heading, line, note, strong, subtle, table } from './blocks.ts';
import type { Face } from './card.ts';
import { barChart } from './chart.ts';
import { versionName } from './comparison.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { userName } from './experiment-rows.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { type Button, open, say } from './press.ts';
import { ago, count, figure, instant } from './words.ts';

export interface ModelView {
  /** As it was asked for: the key in the configuration, or the full name. */
  readonly asked: string;
  readonly model: RegisteredModel;
  /** The alias that marks the model in use. */
  readonly champion: string;
  readonly metric: string | undefined;
  readonly direction: Direction;
  /** The metric that counts, by version; a version without one is not in it. */
  readonly figures: Readonly<Record<string, number>>;
  /** Version to what its run logged of branch and commit. */
  readonly origins: Readonly<Record<string, { readonly commit?: string; readonly branch?: string }>>;
  /** Requests that wait for a decision: operation, version and target. */
  readonly waiting: readonly { readonly op: string; readonly version: string; readonly target: string }[];
  /** What could not be read, a sentence each. */
  readonly missing: readonly string[];
  readonly url?: string;
  readonly now: number;
}

const REGISTRIES: Readonly<Record<RegistryKind, string>> = {
  catalog: 'Unity Catalog',
  workspace: 'workspace registry',
  mlflow: 'MLflow registry',
};

const STATUS: Readonly<Record<ModelVersion['status'], string>> = {
  ready: '',
  pending: '● not ready yet',
  failed: '✕ failed to register',
};

export const modelCard = (view: ModelView): Face => fitted([8, 5, 2], (most) => modelFace(view, most));

/** A name as it is typed: other signs than those of names are put in quotes. */
export const typed = (name: string): string =>
  /^\w[\w./@+-]*$/.test(name) ? name : `"${name.replaceAll('"', '')}"`;

/** Newest version that is ready and does not hold the champion's place: what a promotion would be about. */
const candidateOf = ({ model, champion }: ModelView): ModelVersion | undefined => {
  const holder = model.holders[champion];
  const newest = model.versions.find(({ status }) => status === 'ready');
  return newest && newest.version !== holder && Number(newest.version) > Number(holder ?? 0)
    ? newest
    : undefined;
};

const holders = ({ model, champion, figures, metric }: ModelView): readonly Element[] => {
  const held = Object.entries(model.holders).sort(([a], [b]) =>
    a === champion ? -1 : b === champion ? 1 : a.localeCompare(b),
  );
  // That no version exists is said below; once is enough.
  if (held.length === 0 && model.versions.length === 0) return [];
  if (held.length === 0)
    return [
      box('emphasis', [
        line([`No version holds an alias or stage yet: ${plain(champion, 40)} is free.`], 'None'),
      ]),
    ];
  return held.slice(0, 6).map(([name, version], index) => {
    const value = figures[version];
    return line(
      [
        ...(name === champion ? ['♛ '] : ['› ']),
        strong(plainName(name, 40)),
        ` is ${versionName(version)}`,
        ...(value === undefined || metric === undefined
          ? []
          : [subtle(`  ${plainName(metric, 32)} ${figure(value)}`)]),
      ],
      index === 0 ? 'Medium' : 'None',
    );
  });
};

const rowOf = (view: ModelView, version: ModelVersion) => {
  const { figures, origins, now, model, champion } = view;
  const value = figures[version.version];
  const held = Object.entries(model.holders).flatMap(([name, holder]) =>
    holder === version.version ? [name] : [],
  );
  const origin = origins[version.version];
  return [
    cell(
      [
        strong(versionName(version.version)),
        ...(held.length === 0
          ? []
          : [
              strong(
                `  ${held.includes(champion) ? '♛ ' : ''}${held.map((name) => plainName(name, 20)).join(', ')}`,
                'Accent',
              ),
            ]),
      ],
      [
        subtle(
          dots([
            ago(version.createdAt, now),
            version.createdBy !== undefined && plainName(userName(version.createdBy), 24),
            origin?.commit !== undefined && plain(origin.commit.slice(0, 8), 8),
            origin?.branch !== undefined && plainName(origin.branch, 20),
            STATUS[version.status],
          ]),
        ),
      ],
    ),
    cell([value === undefined ? subtle('–') : strong(figure(value))]),
  ];
};

/** The metric that counts, a bar a version, older to newer; who holds the champion's place is marked by sign and colour. */
const bars = ({ model, metric, figures, champion }: ModelView, most: number): readonly Element[] => {
  const holder = model.holders[champion];
  const shown = model.versions.slice(0, most).toReversed();
  const drawn = shown.flatMap(({ version }) => {
    const value = figures[version];
    if (value === undefined || !Number.isFinite(value)) return [];
    const name = versionName(version);
    return [
      version === holder ? { label: `♛ ${name}`, value, mark: 'champion' as const } : { label: name, value },
    ];
  });
  if (metric === undefined || drawn.length < 2) return [];
  return [
    barChart({
      title: phrase('{metric} over the versions', { metric: plainName(metric, 40) }),
      xTitle: phrase('versions, older to newer'),
      bars: drawn,
    }),
  ];
};

const modelFace = (view: ModelView, most: number): Face => {
  const { model, asked, metric, direction, waiting, missing, url, now, champion } = view;
  const shown = model.versions.slice(0, most);
  const candidate = candidateOf(view);
  const holder = model.holders[champion];
  const buttons: readonly Button[] = [
    ...(waiting.some(({ version }) => version === candidate?.version) ? [say('Approvals', 'approvals')] : []),
    ...(candidate && !waiting.some(({ version }) => version === candidate.version)
      ? [
          say(
            `Promote ${versionName(candidate.version)}`,
            `promote ${typed(asked)} v${candidate.version} to ${typed(champion)}`,
            'positive',
          ),
        ]
      : []),
    say('History', `history model ${typed(asked)}`),
    ...open('Open in Databricks', url),
  ];
  return frame({
    title: `Model ${markedName(asked)}`,
    state: info(count(model.versions.length, 'version')),
    line: dots([
      model.name === asked ? undefined : markedName(model.name, 80),
      REGISTRIES[model.registry],
      model.deploymentJobId !== undefined && `deployment job ${marked(model.deploymentJobId, 24)}`,
      instant(now, now),
    ]),
    body: [
      ...(model.description ? [note(marked(model.description, 200))] : []),
      ...holders(view),
      ...waiting
        .slice(0, 3)
        .map(({ op, version, target }) =>
          line(
            [
              strong('● ', 'Warning'),
              `${versionName(version)} to ${plainName(target, 40)} waits for a decision`,
              subtle(`  op ${op}`),
            ],
            'None',
          ),
        ),
      ...bars(view, most),
      ...(shown.length === 0
        ? [box('emphasis', [line(['No version has been registered yet.'], 'None')])]
        : [
            heading(
              metric === undefined
                ? 'Versions'
                : `Versions · ${direction} ${plainName(metric, 40)} is better`,
            ),
            table(
              [
                ['Version', 6],
                [metric === undefined ? 'Metric' : plainName(metric, 20), 2],
              ],
              shown.map((version) => rowOf(view, version)),
            ),
          ]),
      ...(model.versions.length > shown.length
        ? [note(`and ${count(model.versions.length - shown.length, 'older version')}`)]
        : []),
      ...missing.slice(0, 3).map((text) => note(marked(text, 200))),
    ],
    foot: shown.length === 0 ? '' : marked(`Or type “promote ${typed(asked)} v<n> to ${champion} because …”`),
    buttons,
    summary: `Model ${plainName(asked, 30)}: ${holder === undefined ? `nothing is ${plain(champion, 20)}` : `${plain(champion, 20)} is ${versionName(holder)}`}, ${count(model.versions.length, 'version')}`,
  });
};
