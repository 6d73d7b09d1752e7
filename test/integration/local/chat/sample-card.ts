// Cards for the chat's tests: one with a button and an input, and one of each element that the page draws itself.

/** A card whose title counts the presses. */
export const countingCard = (count: number): object => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.5',
  fallbackText: `Deploy feature-x to staging: step ${count}`,
  body: [
    {
      type: 'ColumnSet',
      columns: [
        {
          type: 'Column',
          width: 'stretch',
          items: [
            {
              type: 'TextBlock',
              text: 'Deploy feature-x to staging',
              style: 'heading',
              size: 'Medium',
              weight: 'Bolder',
              wrap: true,
            },
            {
              type: 'TextBlock',
              text: 'Alice Novak · commit `3f2a91c` · since 14:02',
              isSubtle: true,
              spacing: 'None',
              size: 'Small',
              wrap: true,
            },
          ],
        },
        {
          type: 'Column',
          width: 'auto',
          items: [
            {
              type: 'Badge',
              text: count === 0 ? 'Checking' : `Step ${count} of 3`,
              style: count === 0 ? 'Accent' : 'Good',
              appearance: 'Tint',
              icon: count === 0 ? 'ArrowSync' : 'CheckmarkCircle',
              size: 'Medium',
              fallback: 'drop',
            },
          ],
        },
      ],
    },
    { type: 'ProgressBar', value: 20 + count * 30, max: 100, fallback: 'drop' },
    {
      type: 'FactSet',
      facts: [
        { title: 'Branch', value: 'feature-x, 3 ahead of **main**' },
        { title: 'Tests', value: '14 passed in 6:10' },
        { title: 'Environment', value: '[staging](https://example.com/staging)' },
      ],
    },
    { type: 'Input.Text', id: 'reason', label: 'Reason', placeholder: 'Why now?' },
    {
      type: 'Input.ChoiceSet',
      id: 'branch',
      label: 'Branch',
      style: 'filtered',
      placeholder: 'Search branches',
      choices: [],
      'choices.data': { type: 'Data.Query', dataset: 'branches' },
    },
  ],
  actions: [
    {
      type: 'Action.Execute',
      title: 'Start',
      verb: 'start',
      style: 'positive',
      data: { op: '7K3F' },
      iconUrl: 'icon:Rocket',
    },
    { type: 'Action.Execute', title: 'Refuse me', verb: 'refuse', style: 'destructive' },
    { type: 'Action.Submit', title: 'Send', data: { kind: 'form' } },
    {
      type: 'Action.ShowCard',
      title: 'More',
      card: {
        type: 'AdaptiveCard',
        body: [{ type: 'TextBlock', text: 'Nothing has been written yet.', wrap: true }],
      },
    },
  ],
});

const chartCard = (title: string, ...elements: object[]): object => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text: title, style: 'heading', weight: 'Bolder', wrap: true }, ...elements],
});

const curve = (from: number, to: number): object[] =>
  Array.from({ length: 12 }, (_none, index) => ({
    x: index * 10,
    y: Number((from + (to - from) * (1 - Math.exp(-index / 4))).toFixed(4)),
  }));

export const everyElement: readonly { readonly title: string; readonly card: object }[] = [
  { title: 'Counting card', card: countingCard(1) },
  {
    title: 'Line chart',
    card: chartCard('Validation AUC by step', {
      type: 'Chart.Line',
      title: 'AUC',
      xAxisTitle: 'step',
      yAxisTitle: 'AUC',
      fallback: 'drop',
      data: [
        { legend: 'candidate', values: curve(0.62, 0.861) },
        { legend: 'champion', values: curve(0.6, 0.843), color: 'neutral' },
      ],
    }),
  },
  {
    title: 'Dates',
    card: chartCard('Nightly AUC', {
      type: 'Chart.Line',
      fallback: 'drop',
      data: [
        {
          legend: 'churn',
          values: [3, 5, 9, 12, 16, 20].map((day, index) => ({
            x: `2026-11-${String(day).padStart(2, '0')}`,
            y: [0.81, 0.813, 0.821, 0.82, 0.834, 0.843][index],
          })),
        },
      ],
    }),
  },
  {
    title: 'Vertical bars',
    card: chartCard('Runs per day', {
      type: 'Chart.VerticalBar',
      showBarValues: true,
      fallback: 'drop',
      data: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'].map((x, index) => ({
        x,
        y: [12, 18, 7, 22, 15][index],
        color: index === 2 ? 'attention' : 'categoricalBlue',
      })),
    }),
  },
  {
    title: 'Grouped and stacked bars',
    card: chartCard(
      'Candidate against champion',
      {
        type: 'Chart.VerticalBar.Grouped',
        fallback: 'drop',
        data: ['champion', 'candidate'].map((legend, index) => ({
          legend,
          values: ['AUC', 'Recall', 'Precision'].map((x, at) => ({
            x,
            y: [
              [0.843, 0.71, 0.66],
              [0.861, 0.73, 0.65],
            ][index]?.[at],
          })),
        })),
      },
      {
        type: 'Chart.VerticalBar.Grouped',
        stacked: true,
        fallback: 'drop',
        data: ['passed', 'failed'].map((legend, index) => ({
          legend,
          color: index === 0 ? 'good' : 'attention',
          values: ['unit', 'data', 'model'].map((x, at) => ({
            x,
            y: [
              [14, 9, 6],
              [0, 1, 2],
            ][index]?.[at],
          })),
        })),
      },
    ),
  },
  {
    title: 'Horizontal bars',
    card: chartCard(
      'Slowest tasks',
      {
        type: 'Chart.HorizontalBar',
        fallback: 'drop',
        data: [
          { x: 'train_model', y: 312 },
          { x: 'build_features', y: 188 },
          { x: 'validate', y: 42 },
        ],
      },
      {
        type: 'Chart.HorizontalBar.Stacked',
        fallback: 'drop',
        data: [
          {
            title: 'run 3f2',
            data: [
              { legend: 'queue', value: 20 },
              { legend: 'setup', value: 60 },
              { legend: 'work', value: 140 },
            ],
          },
          {
            title: 'run 3f1',
            data: [
              { legend: 'queue', value: 50 },
              { legend: 'setup', value: 55 },
              { legend: 'work', value: 90 },
            ],
          },
        ],
      },
    ),
  },
  {
    title: 'Round ones',
    card: chartCard(
      'Test verdicts',
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: 'stretch',
            items: [
              {
                type: 'Chart.Donut',
                value: '93%',
                fallback: 'drop',
                data: [
                  { legend: 'passed', value: 14, color: 'good' },
                  { legend: 'failed', value: 1, color: 'attention' },
                ],
              },
            ],
          },
          {
            type: 'Column',
            width: 'stretch',
            items: [
              {
                type: 'Chart.Pie',
                fallback: 'drop',
                data: [
                  { legend: 'Alice', value: 5 },
                  { legend: 'Bob', value: 3 },
                  { legend: 'Carol', value: 2 },
                ],
              },
            ],
          },
        ],
      },
      {
        type: 'Chart.Gauge',
        value: 84,
        min: 0,
        max: 100,
        subLabel: 'AUC margin to the limit',
        fallback: 'drop',
        segments: [
          { legend: 'below', size: 60, color: 'attention' },
          { legend: 'near', size: 20, color: 'warning' },
          { legend: 'good', size: 20, color: 'good' },
        ],
      },
    ),
  },
  {
    title: 'Small elements',
    card: {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [
        {
          type: 'ColumnSet',
          columns: ['Good', 'Warning', 'Attention', 'Accent', 'Informative', 'Subtle'].map(
            (style, index) => ({
              type: 'Column',
              width: 'auto',
              items: [{ type: 'Badge', text: style, style, appearance: index % 2 === 0 ? 'Tint' : 'Filled' }],
            }),
          ),
        },
        {
          type: 'CodeBlock',
          language: 'Python',
          startLineNumber: 41,
          codeSnippet:
            'def test_auc_above_limit(report):\n    assert report.auc >= 0.80, f"AUC {report.auc} is under the limit"\n',
        },
        {
          type: 'ColumnSet',
          columns: [
            'Rocket',
            'Branch',
            'Beaker',
            'CheckmarkCircle',
            'Warning',
            'DismissCircle',
            'Clock',
            'LockClosed',
            'Person',
            'ArrowUndo',
            'Database',
            'Tag',
            'Star',
            'Calendar',
            'DataTrending',
          ].map((name) => ({
            type: 'Column',
            width: 'auto',
            items: [{ type: 'Icon', name, size: 'Small' }],
          })),
        },
        { type: 'ProgressRing', label: 'Waiting for the cluster', labelPosition: 'After', size: 'Small' },
        { type: 'ProgressBar' },
        {
          type: 'Table',
          gridStyle: 'default',
          firstRowAsHeaders: true,
          columns: [{ width: 2 }, { width: 1 }, { width: 1 }],
          rows: [
            ['run', 'AUC', 'delta'],
            ['3f2a91c · Alice', '0.861', '+0.018'],
            ['9bd01e2 · Bob', '0.843', 'champion'],
          ].map((cells) => ({
            type: 'TableRow',
            cells: cells.map((text) => ({
              type: 'TableCell',
              items: [{ type: 'TextBlock', text, wrap: true }],
            })),
          })),
        },
        {
          type: 'Container',
          style: 'attention',
          bleed: false,
          items: [
            {
              type: 'TextBlock',
              text: '**1 failed**: `test_auc_above_limit` · AUC 0.79 is under 0.80',
              wrap: true,
              color: 'Attention',
            },
          ],
        },
        {
          type: 'Hologram',
          fallback: { type: 'TextBlock', text: 'A fallback for what nobody draws', wrap: true },
        },
        {
          type: 'TextBlock',
          wrap: true,
          text: 'Markdown: **bold**, _italic_, `code`, [a link](https://example.com), [not a link](javascript:alert(1)) and <b>no tags</b>\n\n- one\n- two <at>Alice Novak</at>',
        },
      ],
    },
  },
];
