// The cards of subscriptions.
export const SUBSCRIPTIONS = {
  'Subscribe to {kind} {name}': '{kind} {name} を購読',
  'Subscribe to {subject}: {what}': '{subject} を購読：{what}',
  'brickbot posts {what} of {subject}, {where}.': 'brickbot は {where}、{subject} の{what}を投稿します。',
  'the first failure, and when it is fixed': '最初の失敗と、直ったこと',
  'every failure': 'すべての失敗',
  'every ending': 'すべての終了',
  'the closed ones': 'クローズされたもの',
  'one card each': '1 件につき 1 枚のカード',
  'to you alone': 'あなただけに',
  'in this chat': 'このチャットに',
  'in this channel': 'このチャネルに',
  'pull requests of {branch}': '{branch} のプルリクエスト',
  '{kind} {name} in {environment}': '{environment} の {kind} {name}',
  'any branch': 'すべてのブランチ',
  EXAMPLE: '例',
  'Pull request 12: open – its title, from which branch into which':
    'プルリクエスト 12：オープン – タイトル、どのブランチからどのブランチへ',
  'Pipeline {name}: failed after 6:10 – the failing stage, its first error, what differs from the last good build':
    'パイプライン {name}：6:10 後に失敗 – 失敗したステージ、最初のエラー、最後に成功したビルドとの違い',
  'Job {name}: failed after 6:10 – the failing task, its trace, what differs from the last good run':
    'ジョブ {name}：6:10 後に失敗 – 失敗したタスク、そのトレース、最後に成功した実行との違い',
  'Something about {name}: failed after 6:10 – the failing task, its trace, what differs from the last good run':
    '{name} について：6:10 後に失敗 – 失敗したタスク、そのトレース、最後に成功した実行との違い',
  'Only changes': '変化のみ',
  'Only failures': '失敗のみ',
  'subscription {id}': '購読 {id}',
  'broken since {time}: {why}': '{time} から停止：{why}',
  'muted until {time}': '{time} までミュート',
  'last post {ago}': '最後の投稿 {ago}',
  'Nothing is subscribed to here. Type “subscribe job nightly-train”, for example.':
    'ここでは何も購読していません。例：「subscribe job nightly-train」と入力してください。',
  'It has not ended in the last 7 days.': 'この 7 日間に終了したものはありません。',
  'Its newest run passed.': '最新の実行は成功しました。',
  'Its newest run failed ({count} in a row); what is posted next is the fix.':
    '最新の実行は失敗しました（連続 {count} 回）。次に投稿するのは直ったときです。',
  All: 'すべて',
  '{count} broken': '停止 {count} 件',
  'Subscriptions: none here': '購読：ここにはありません',
  'Subscriptions: {count}': '購読：{count}',
} as const;
