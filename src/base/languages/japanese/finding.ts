// Search from the message box, previews of links, charts.

export const FINDING = {
  'Nothing found. Try fewer or other words.': '見つかりません。言葉を減らすか、変えてみてください。',
  'It is no longer there.': 'もう存在しません。',
  'Databricks takes long to answer. Type a letter more to ask again.':
    'Databricks の応答に時間がかかっています。もう一文字入力すると、もう一度問い合わせます。',
  'This job never ran.': 'このジョブはまだ実行されていません。',
  'Registered model': '登録モデル',
  '{ref} in {environment}': '{environment} の {ref}',
  finished: '完了',
  scheduled: '予定',
  killed: '中止',
  'Commit {commit}': 'コミット {commit}',
  'Branch {branch}': 'ブランチ {branch}',
  'Branch {branch} at {commit}': 'ブランチ {branch}（{commit}）',
  'Not deployed': '未デプロイ',
  'Stands in': '置かれている環境',
  'no environment that brickbot deploys to': 'brickbot がデプロイする環境にはありません',
  'runs, older to newer': 'run（古い順）',
  'versions, older to newer': 'バージョン（古い順）',
  '{axis}; bars not from 0': '{axis}、棒は 0 から始まりません',
  '{metric} over the runs shown': '表示中の run の {metric}',
  '{metric} over the versions': 'バージョンごとの {metric}',
  '{what}: lowest {low}, highest {high}': '{what}：最小 {low}、最大 {high}',
  'May everywhere': 'どこでも可能',
  'In an emergency …': '緊急時 …',
} as const;
