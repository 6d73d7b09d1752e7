// How the sample project came to be: who committed what and when. Dates and authors are fixed, so that every machine makes the same
// commit ids. The last state of `main` is the folder `project/`; what differs from it is written here as edits.

interface Author {
  readonly name: string;
  readonly email: string;
}

/** In this file, this text becomes that text. */
export type Edit = readonly [file: string, find: string, replace: string];

export interface SampleCommit {
  readonly branch: 'main' | 'feature-x' | 'feature-broken';
  readonly author: Author;
  /** ISO 8601 with offset. */
  readonly date: string;
  readonly message: string;
  /** Files and folders taken over from `project/`. */
  readonly files?: readonly string[];
  /** Applied to the files as they stand on the branch. */
  readonly edits?: readonly Edit[];
}

const ALICE: Author = { name: 'Alice Novak', email: 'alice@example.com' };
const BOB: Author = { name: 'Bob Okafor', email: 'bob@example.com' };
const CAROL: Author = { name: 'Carol Jensen', email: 'carol@example.com' };

export const COMMITS: readonly SampleCommit[] = [
  {
    branch: 'main',
    author: ALICE,
    date: '2026-03-02T09:14:00+01:00',
    message: 'Make customers from a seed',
    files: ['.gitattributes', '.gitignore', 'README.md', 'churn/__init__.py', 'churn/data.py'],
  },
  {
    branch: 'main',
    author: ALICE,
    date: '2026-03-03T16:40:00+01:00',
    message: 'Logistic regression by gradient descent',
    files: ['churn/features.py', 'churn/metrics.py', 'churn/train.py'],
    edits: [
      ['churn/train.py', 'learning_rate: float = 0.8', 'learning_rate: float = 0.2'],
      ['churn/train.py', 'epochs: int = 60', 'epochs: int = 20'],
    ],
  },
  {
    branch: 'main',
    author: BOB,
    date: '2026-03-05T11:02:00+01:00',
    message: 'Log trainings to MLflow, by package or by REST',
    files: ['churn/tracking.py', 'notebooks/train.py', 'requirements.txt'],
  },
  {
    branch: 'main',
    author: CAROL,
    date: '2026-03-09T10:31:00+01:00',
    message: 'Unit tests with results that tools can read',
    files: ['tests/__init__.py', 'tests/runner.py', 'tests/unit.py', 'notebooks/unit_tests.py'],
    edits: [['tests/unit.py', 'LOWEST_AUC = 0.80', 'LOWEST_AUC = 0.75']],
  },
  {
    branch: 'main',
    author: BOB,
    date: '2026-03-11T14:55:00+01:00',
    message: 'Integration test and the nightly jobs',
    files: ['azure-pipelines.yml', 'jobs', 'tests/integration.py'],
  },
  {
    branch: 'main',
    author: ALICE,
    date: '2026-03-16T09:48:00+01:00',
    message: 'Train longer and faster, and expect an auc of 0.80',
    files: ['churn/train.py', 'tests/unit.py'],
  },
  {
    branch: 'feature-x',
    author: CAROL,
    date: '2026-03-18T13:20:00+01:00',
    message: 'Feature: support calls in relation to tenure',
    edits: [
      [
        'churn/features.py',
        '    "pays_automatically",\n',
        '    "pays_automatically",\n    "calls_per_month",\n',
      ],
      [
        'churn/features.py',
        '        1.0 if customer.pays_automatically else 0.0,\n',
        '        1.0 if customer.pays_automatically else 0.0,\n        min(1.0, customer.support_calls / (customer.tenure_months + 4)),\n',
      ],
    ],
  },
  {
    branch: 'feature-x',
    author: CAROL,
    date: '2026-03-18T15:05:00+01:00',
    message: 'Test that many calls in a short time raise the feature',
    edits: [
      [
        'tests/unit.py',
        'def test_auc_counts_ties_as_half',
        `def test_calls_weigh_more_for_new_customers():
    place = NAMES.index("calls_per_month")
    customer = make_customers(1, seed=5)[0]
    new = type(customer)(**{**vars(customer), "tenure_months": 2, "support_calls": 3})
    old = type(customer)(**{**vars(customer), "tenure_months": 60, "support_calls": 3})
    assert features_of(new)[place] > features_of(old)[place], "tenure does not weaken the calls"


def test_auc_counts_ties_as_half`,
      ],
    ],
  },
  {
    branch: 'feature-x',
    author: BOB,
    date: '2026-03-19T08:57:00+01:00',
    message: 'Ninety epochs: the new feature learns slowly',
    edits: [['churn/train.py', 'epochs: int = 60', 'epochs: int = 90']],
  },
  {
    branch: 'feature-broken',
    author: BOB,
    date: '2026-03-20T17:45:00+01:00',
    message: 'Simplify ranks of equal scores',
    edits: [['churn/metrics.py', 'shared = (start + 1 + end) / 2', 'shared = end']],
  },
];
