// What each command is for, as help lists it.

export const COMMANDS = {
  'Shows whether a deploy may go on now': '今デプロイできるかどうかを表示します',
  'Brings a branch or tag to an environment, checked by commit':
    'ブランチやタグを環境に配置し、コミットで確認します',
  'Runs a test suite on an isolated checkout of a commit':
    'コミットの独立したチェックアウトでテストを実行します',
  'Runs a Databricks job and follows it to its end': 'Databricks ジョブを実行し、終わりまで追跡します',
  'Shows what can be asked here': 'ここでできることを表示します',
  'Shows who you are to brickbot and which roles you hold': 'あなたの情報とロールを表示します',
  'Shows which brickbot this is': 'この brickbot の情報を表示します',
  'Shows what stands in each environment, since when and by whom': '各環境の内容、時期、担当者を表示します',
  'Shows the runs of an MLflow experiment with the best and the champion':
    'MLflow 実験の実行を、最良のものと champion とともに表示します',
  'Shows one MLflow run or one Databricks job run':
    'MLflow の実行または Databricks ジョブの実行を1つ表示します',
  'Lists the jobs that brickbot can see, with their last run':
    'brickbot から見えるジョブと前回の実行を一覧します',
  'Lists the last deployments, newest first': '最近のデプロイを新しい順に一覧します',
  'Puts two runs, model versions or branches beside each other: only what differs':
    '2つの実行、モデルバージョン、ブランチを並べ、違いだけを示します',
  'Asks an operation to stop': '操作の停止を依頼します',
  'Runs an ended operation again': '終了した操作をもう一度実行します',
  'Runs the failed tasks of a run again': '失敗したタスクをもう一度実行します',
  'Starts a production deploy that waits for it': '待機中の本番デプロイを開始します',
  'Keeps an environment for you and a purpose, always with an end': '目的と期限を決めて環境を確保します',
  'Releases a lock; somebody else’s needs a releaser and a reason':
    'ロックを解放します。他の人のロックにはリリース担当者と理由が必要です',
  'Keeps your lock on an environment for an hour more, or for as long as you say':
    'ロックを1時間、または指定した時間だけ延長します',
  'Shows which environments are locked, by whom, for what and until when':
    'ロック中の環境、担当者、目的、期限を表示します',
  'Says whether a deploy may go on now, and what to do when it may not':
    '今デプロイできるか、できない場合の対処を示します',
  'Lists what is subscribed to here, to change, mute or remove':
    'ここでの購読を一覧し、変更、ミュート、削除できます',
  'Ends a subscription': '購読を終了します',
  'Mutes a subscription for an hour, or for as many as you say':
    '購読を1時間、または指定した時間ミュートします',
  'Shows who did what, newest first': '誰が何をしたかを新しい順に表示します',
  'Checks that nobody changed the audit trail': '監査記録が改変されていないことを確認します',
  'Lets deploys through a freeze for an hour, or for as long as you say':
    '凍結中のデプロイを1時間、または指定した時間だけ許可します',
  'Marks a commit as bad, so that it is deployed only with --even-if-marked; “good” takes it back':
    'コミットを不良とし、--even-if-marked でのみデプロイできるようにします。「good」で取り消します',
  'Shows the way back of an environment to what stood there before; Start carries it out':
    '環境を以前の内容に戻す手順を示します。開始で実行します',
  'Shows the way back from an operation, and what it cannot undo; Start carries it out':
    '操作を元に戻す手順と、戻せないものを示します。開始で実行します',
  'Does exactly what a plan says, or refuses and says what moved':
    '計画どおりに実行します。状況が変わっていれば拒否し、変わった点を示します',
  'Starts a way back without a second person; needs two typed words and a reason, and is told':
    '2人目なしで戻す操作を開始します。2つの語と理由の入力が必要で、通知されます',
  'Asks the approvers to bring a model version to an alias, a stage or an environment':
    'モデルバージョンをエイリアス、ステージ、環境に昇格するよう承認者に依頼します',
  'Shows the promotions that wait for a decision': '決定待ちの昇格を表示します',
  'Approves a promotion that waits for a decision': '決定待ちの昇格を承認します',
  'Asks the holder of a lock for it, one to one': 'ロックの保持者に個人チャットで依頼します',
  'Names a deputy for your decision on a promotion': '昇格の決定の代理人を指名します',
  'Hands your lock on an environment over to somebody else': '環境のロックを他の人に引き渡します',
  'Shows who moved which alias or stage of a model, when and why':
    'モデルのエイリアスやステージを誰がいつなぜ変更したかを表示します',
  'Puts a waiting operation in front of the others, with a reason':
    '待機中の操作を、理由を付けて先頭に移します',
  'Shows who is at work in an environment and who waits, with the time it may take':
    '環境で作業中の人と待っている人、見込み時間を表示します',
  'Rejects a promotion that waits for a decision, with a reason': '決定待ちの昇格を理由を付けて却下します',
  'Brings back the version that held an alias before, after one approval':
    '承認を1件得て、以前のバージョンにエイリアスを戻します',
  'Shows what stands in each environment, who has it locked, who waits, and its gates':
    '各環境の内容、ロック、待機、ゲートを表示します',
  'Shows who holds which alias of a model, and its versions with their metric':
    'モデルのエイリアスの保持者と、各バージョンの指標を表示します',
  'Signs you in, so that brickbot acts as you where an environment asks for it':
    'サインインし、必要な環境で brickbot があなたとして動作します',
  'Makes brickbot forget your sign-in': 'サインイン情報を破棄します',
  'Tells you when an environment is free: not locked, and nothing at work there':
    '環境が空いたら（ロックも作業もない状態）知らせます',
  'Lets a failed gate of a promotion pass, by its owner and with a reason':
    '不合格のゲートを、担当者が理由を付けて免除します',
  'Shows in which environments a branch or commit stands': 'ブランチやコミットがどの環境にあるかを表示します',
  'Takes your own request for a promotion back': '自分の昇格申請を取り下げます',
  'Approves the stage that a build waits with': 'ビルドが待っているステージを承認します',
  'Rejects the stage that a build waits with': 'ビルドが待っているステージを却下します',
  'Runs the failed jobs of a build again': 'ビルドの失敗したジョブをもう一度実行します',
  'Runs an Azure DevOps pipeline and follows its stages':
    'Azure DevOps パイプラインを実行し、ステージを追跡します',
  'Shows a build with its stages and what it waits for': 'ビルドのステージと待ち条件を表示します',
  'Shows the pipelines of the Azure DevOps project': 'Azure DevOps プロジェクトのパイプラインを表示します',
} as const;
