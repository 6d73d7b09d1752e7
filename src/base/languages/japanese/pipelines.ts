// What is posted about pipelines, their builds and pull requests.

export const PIPELINES = {
  'Build {build} of {pipeline}': '{pipeline} のビルド {build}',
  'Waits for approval': '承認待ち',
  'Stage {stage} waits for a decision made here': 'ステージ {stage} はここでの判断を待っています',
  Approved: '承認済み',
  Over: '終了',
  'Show build': 'ビルドを表示',
  'Show the request': '申請を表示',
  'Open in Azure DevOps': 'Azure DevOps で開く',
  'Retry failed': '失敗分を再実行',
  'Pull request {id}': 'プルリクエスト {id}',
  'Pull request {id} into {branch}': '{branch} へのプルリクエスト {id}',
  Open: 'オープン',
  Merged: 'マージ済み',
  Closed: 'クローズ',
  'Where is it': '現在地',
  'Subscribe to pull requests of {branch}': '{branch} のプルリクエストを購読',
  'Leaves {count} behind': '{count}を置き去りにします',
  'It works again.': '復旧しました。',
  'Posts when a job, pipeline, branch, experiment, environment, model or pull request moves':
    'ジョブ、パイプライン、ブランチ、実験、環境、モデル、プルリクエストの動きを通知します',
} as const;
