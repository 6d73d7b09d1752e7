// Errors of git, Databricks, runs, plans and pipelines: titles and sentences of the catalogue.

export const ERRORS_SYSTEMS = {
  'Git not reachable': 'Git に接続できません',
  'The git server of {repository} did not answer.': '{repository} の Git サーバーから応答がありません。',
  'Check the network and the address, then ask again.':
    'ネットワークとアドレスを確認して、もう一度お試しください。',
  'Git refused': 'Git に拒否されました',
  'The git server refused the credentials for {repository}.':
    'Git サーバーが {repository} の資格情報を拒否しました。',
  'Renew the token in BRICKBOT_GIT_TOKEN, then ask again.':
    'BRICKBOT_GIT_TOKEN のトークンを更新して、もう一度お試しください。',
  'No repository there': 'リポジトリがありません',
  'What answers at {repository} is no git repository with branches: the address is wrong, the repository is hidden from brickbot, or a sign-in page stands in front of it.':
    '{repository} はブランチのある Git リポジトリではありません。アドレスの誤り、権限の不足、またはサインインページが考えられます。',
  'Check git.url in brickbot.yaml, and BRICKBOT_GIT_TOKEN when the repository is private.':
    'brickbot.yaml の git.url を、非公開の場合は BRICKBOT_GIT_TOKEN も確認してください。',
  'Git credential missing': 'Git の資格情報がありません',
  'Databricks has no usable git credential for {repository}.':
    'Databricks に {repository} 用の Git 資格情報がありません。',
  'Add one under User settings > Linked accounts for the identity that brickbot uses, then ask again.':
    'brickbot が使う ID で User settings > Linked accounts に追加して、もう一度お試しください。',
  'Local changes in the way': 'ローカルの変更があります',
  'The checkout {path} has local changes that the update would overwrite.':
    'チェックアウト {path} に、上書きされるローカルの変更があります。',
  'Commit or discard them in Databricks, or ask a releaser for a clean checkout.':
    'Databricks でコミットまたは破棄するか、リリース担当者に依頼してください。',
  'Databricks cannot see it': 'Databricks から見えません',
  'Databricks does not find the branch or tag “{ref}” at {repository}.':
    'Databricks が {repository} のブランチまたはタグ「{ref}」を見つけられません。',
  'Push the branch, then ask again.': 'ブランチをプッシュして、もう一度お試しください。',
  'Databricks cannot reach git': 'Databricks が Git に接続できません',
  'Databricks could not fetch from {repository}: {reason}':
    'Databricks が {repository} から取得できませんでした: {reason}',
  'Check the URL, the allow-list and the git credential in Databricks.':
    'Databricks の URL、許可リスト、Git 資格情報を確認してください。',
  'Checkout busy': 'チェックアウトが使用中',
  'Another git operation holds {path}.': '別の Git 操作が {path} を使用中です。',
  'Ask again in a minute.': '1分後にもう一度お試しください。',
  'Git not installed': 'Git がありません',
  'brickbot needs the git program, and this machine has none that it can find.':
    'brickbot には git が必要ですが、このマシンで見つかりません。',
  'Install git and ask again.': 'git を入れて、もう一度お試しください。',
  'The branch moved': 'ブランチが変わりました',
  '{ref} was {expected} when asked and is {actual} now.':
    '{ref} は依頼時に {expected}、現在は {actual} です。',
  'Look at the new commits, then ask again.': '新しいコミットを確認して、もう一度お試しください。',
  'Not the commit asked for': '依頼と異なるコミット',
  'Databricks checked out {actual}, not {expected}.':
    'Databricks は {expected} ではなく {actual} をチェックアウトしました。',
  'Ask again; if it stays so, check the repository URL of {path}.':
    'もう一度お試しください。続く場合は {path} のリポジトリ URL を確認してください。',
  'Workspace address': 'ワークスペースのアドレス',
  'The address of the Databricks workspace cannot be used: {problem}.':
    'Databricks ワークスペースのアドレスが使えません: {problem}。',
  'Set DATABRICKS_HOST to its https address, without a user or password.':
    'DATABRICKS_HOST に、ユーザーとパスワードを含まない https アドレスを設定してください。',
  'No Databricks credentials': 'Databricks の資格情報がありません',
  'No complete credential for Databricks is configured.': 'Databricks の資格情報がそろっていません。',
  'Set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or the three of ARM_*.':
    'DATABRICKS_TOKEN、または DATABRICKS_CLIENT_ID と DATABRICKS_CLIENT_SECRET、または3つの ARM_* を設定してください。',
  'Too many credentials': '資格情報が多すぎます',
  'More than one kind of Databricks credentials is configured ({kinds}).':
    '複数種類の Databricks 資格情報が設定されています（{kinds}）。',
  'Keep one kind and take the others out of the environment.':
    '1種類だけ残し、他は環境変数から外してください。',
  'Not reachable': '接続できません',
  '{system} did not answer.': '{system} から応答がありません。',
  'Check the address and the network; npm run doctor tells which.':
    'アドレスとネットワークを確認してください。npm run doctor で特定できます。',
  'Token refused': 'トークンが拒否されました',
  '{system} does not accept brickbot’s token.': '{system} が brickbot のトークンを受け付けません。',
  'Renew the token or the service principal’s secret; npm run doctor shows which one is used.':
    'トークンまたはサービスプリンシパルのシークレットを更新してください。npm run doctor で確認できます。',
  'Access denied': 'アクセスが拒否されました',
  '{system} says that brickbot’s identity may not do this.':
    '{system} によると、brickbot の ID にはこの権限がありません。',
  'Ask the owner of the object to grant access: {reason}':
    '対象の所有者にアクセス権を依頼してください: {reason}',
  'Not there': '存在しません',
  '{system} does not have {what}.': '{system} に {what} はありません。',
  'Check the name or the id.': '名前または ID を確認してください。',
  'Request rejected': '要求が拒否されました',
  '{system} rejected the request: {reason}': '{system} が要求を拒否しました: {reason}',
  'This may be a fault of brickbot: quote the code below when you report it.':
    'brickbot の不具合かもしれません。報告時は下のコードを伝えてください。',
  'Too many requests': '要求が多すぎます',
  '{system} asks everybody to slow down.': '{system} から、頻度を下げるよう求められています。',
  'It was tried again {attempts} times; wait a minute and ask again.':
    '{attempts}回再試行しました。1分待って、もう一度お試しください。',
  'Fault at the other side': '相手側のエラー',
  '{system} answered with an error of its own ({status}).': '{system} がエラーを返しました（{status}）。',
  'Try again in a few minutes; its status page may say more.':
    '数分後にもう一度お試しください。ステータスページも参考になります。',
  'Not an API answer': 'API の応答ではありません',
  '{system} answered with something that is not its API (a sign-in page or a proxy).':
    '{system} の応答が API のものではありません（サインインページまたはプロキシ）。',
  'Check the host name and the proxy.': 'ホスト名とプロキシを確認してください。',
  'Too large to read': '大きすぎて読み取れません',
  '{what} is larger than the {limit} MB that brickbot reads.':
    '{what} は brickbot が読み取れる {limit} MB を超えています。',
  'Have the run log fewer rows, or a part of them.':
    '実行が記録する行を減らすか、その一部だけを記録してください。',
  'Outcome unknown': '結果不明',
  'The answer of {system} was lost after the request was sent.':
    '要求の送信後、{system} の応答が失われました。',
  'brickbot is reading the state back and will say how it ended.':
    'brickbot が状態を読み戻し、結果をお知らせします。',
  'brickbot looked for {minutes} minutes and could not see whether this took effect: {attempted}.':
    'brickbot は {minutes} 分間確認しましたが、次の操作が反映されたか分かりませんでした: {attempted}。',
  'It may have. Look in {system} at {look}, then ask again.':
    '反映されている可能性があります。{system} で {look} を確認してから、もう一度依頼してください。',
  'Run failed': '実行が失敗',
  'The run ended as {state}: {reason}': '実行は {state} で終わりました: {reason}',
  'Open the run for the whole trace, mend and run again.':
    '実行を開いて詳細を確認し、直してから再実行してください。',
  'Time limit reached': '時間切れ',
  'The run did not end within {limit} and was stopped.': '実行が {limit} 以内に終わらず、停止しました。',
  'Look for an endless loop or a waiting cluster, or raise the limit in brickbot.yaml.':
    '無限ループやクラスターの待ちを確認するか、brickbot.yaml の制限を上げてください。',
  'The run was cancelled.': '実行は取り消されました。',
  'Databricks skipped the run: {reason}': 'Databricks が実行をスキップしました: {reason}',
  'Wait for the running one to end, then ask again.': '実行中のものが終わってから、もう一度お試しください。',
  'Still running': 'まだ実行中',
  'Run {run} is not over, so it cannot be repaired yet.':
    '実行 {run} は終わっていないため、まだ修復できません。',
  'Wait for its end, or cancel it first.': '終わるのを待つか、先に取り消してください。',
  'Nothing to repair': '修復するものがありません',
  'No task of run {run} has failed.': '実行 {run} に失敗したタスクはありません。',
  'Run the job again if you want another result.': '別の結果が必要なら、ジョブを再実行してください。',
  'Tests failed': 'テストが失敗',
  '{failed} of {total} tests failed.': '{total}件中{failed}件のテストが失敗しました。',
  'The first failing assertion is on the card.': '最初に失敗した箇所はカードにあります。',
  'Notebook error': 'ノートブックのエラー',
  'The notebook stopped before it gave results: {reason}':
    'ノートブックが結果を返す前に停止しました: {reason}',
  'Mend the error shown and push again.': '示されたエラーを直して、もう一度プッシュしてください。',
  'Results unreadable': '結果を読めません',
  'The notebook’s exit value is not in a form that brickbot knows.':
    'ノートブックの終了値が、brickbot の知らない形式です。',
  'See the README, “Test results”.': 'README の「Test results」を参照してください。',
  'Nothing to run it on': '実行する場所がありません',
  'The machine that should have run it did not start: {reason}':
    '実行するマシンが起動しませんでした: {reason}',
  'On the embedded workspace install python3; on Databricks look at the cluster’s event log.':
    '内蔵ワークスペースでは python3 を入れ、Databricks ではクラスターのイベントログを確認してください。',
  'Run is gone': '実行がありません',
  'Databricks no longer has the run “{run}”, which brickbot started.':
    'brickbot が開始した実行「{run}」が Databricks にありません。',
  'Somebody may have deleted it: look at the runs in the workspace, then run it again.':
    '削除された可能性があります。ワークスペースの実行を確認し、再実行してください。',
  'Store not available': 'データベースが使えません',
  'brickbot’s database does not answer, so nothing was started.':
    'brickbot のデータベースが応答しないため、何も開始していません。',
  'Ask the operator to look at the database; npm run doctor tells more.':
    '運用者にデータベースの確認を依頼してください。npm run doctor で詳細が分かります。',
  'Already running': 'すでに起動中',
  'Another brickbot process holds the data folder {folder}.':
    '別の brickbot プロセスがデータフォルダー {folder} を使用中です。',
  'Use the running one, or stop it first.': '起動中のものを使うか、先に停止してください。',
  'Database of another version': 'データベースの版が異なります',
  'The data folder {folder} was written by PostgreSQL {version}; this brickbot opens {expected}.':
    'データフォルダー {folder} は PostgreSQL {version} のものです。この brickbot が開けるのは {expected} です。',
  'Start the brickbot that wrote it, or move the folder away to begin anew.':
    '作成した brickbot を起動するか、フォルダーを移して新しく始めてください。',
  'Database of a newer brickbot': '新しい brickbot のデータベースです',
  'The database was brought to a newer form ({names}) than this brickbot {version} knows.':
    'データベースの形式（{names}）は、この brickbot {version} が扱えるものより新しいです。',
  'Start the newer brickbot, or restore the back-up that was made before the upgrade.':
    '新しい brickbot を起動するか、更新前のバックアップを復元してください。',
  'Back-up not usable': 'バックアップを使えません',
  'The back-up {file} cannot be put in place: {problem}.':
    'バックアップ {file} は復元できません: {problem}。',
  'Nothing was changed. Try an older back-up.': '何も変更していません。以前のバックアップを試してください。',
  'Answer too large': '回答が大きすぎます',
  'The answer does not fit on a card.': '回答がカードに収まりません。',
  'Narrow the question.': '質問を絞ってください。',
  'Export in the terminal': 'エクスポートはターミナルで',
  'An export of the audit trail is a file, which a chat cannot hold.':
    '監査記録のエクスポートはファイルのため、チャットでは渡せません。',
  'Run it where brickbot’s command line is, and keep what it prints: npm run brickbot -- {words}':
    'brickbot のコマンドラインで実行し、出力を保存してください: npm run brickbot -- {words}',
  'Audit trail damaged': '監査記録の破損',
  'The audit trail is not as it was written.': '監査記録が書き込まれた内容と異なります。',
  'Keep the database as it is, compare it with a back-up, and find out who has rights on it.':
    'データベースをそのまま残し、バックアップと比較し、権限を持つ人を確認してください。',
  Restarting: '再起動中',
  'brickbot is restarting.': 'brickbot は再起動中です。',
  'Ask again in a few seconds; operations go on by themselves.':
    '数秒後にもう一度お試しください。操作は自動的に続きます。',
  'Something broke': '問題が発生しました',
  'brickbot ran into a fault of its own.': 'brickbot の内部で問題が発生しました。',
  'Quote the code below when you report it.': '報告時は下のコードを伝えてください。',
  '{ref} may not go to {environment} now: {why}': '{ref} は今 {environment} に配置できません: {why}',
  'Type “can I deploy {ref} to {environment}” to see every gate and what to do.':
    '「can I deploy {ref} to {environment}」と入力すると、各ゲートと対処が表示されます。',
  'No such plan': '計画がありません',
  'There is no plan {plan}; plans are kept for a day.': '計画 {plan} はありません。計画は1日保存されます。',
  'Type the command with --dry-run to make one.': '--dry-run を付けて入力すると、計画を作成します。',
  'Plan too old': '計画が古すぎます',
  'Plan {plan} was made more than {hours} hours ago.': '計画 {plan} は{hours}時間以上前に作成されました。',
  'Type “{words}” to make a new one.': '「{words}」と入力して、新しく作成してください。',
  'Plan {plan} does not fit any more. {moved}': '計画 {plan} は現在の状況に合いません。{moved}',
  'Type “{words}” to see how it stands now.': '「{words}」と入力すると、現在の状況が表示されます。',
  'No way back': '戻せません',
  'Operation {op} cannot be undone: {why}.': '操作 {op} は元に戻せません: {why}。',
  'Type “show deployments” to see what stood where.':
    '「show deployments」と入力すると、配置の履歴が表示されます。',
  '{environment} has no earlier deployment that is not marked as bad.':
    '{environment} に、不良でない以前のデプロイはありません。',
  'Name one: “rollback {environment} to <commit or operation>”.':
    '指定してください:「rollback {environment} to <コミットまたは操作>」',
  Overtaken: '後から変更されました',
  'After operation {op}, {person} brought {standing} to {environment} (op {later}).':
    '操作 {op} の後、{person} が {standing} を {environment} に配置しました（操作 {later}）。',
  'Undo that one first, or type “rollback {environment} to {commit}”.':
    '先にそれを元に戻すか、「rollback {environment} to {commit}」と入力してください。',
  'Somebody else must start it': '別の人が開始してください',
  '{environment} needs a second person: whoever asked for the way back does not start it.':
    '{environment} には2人目が必要です。依頼した人は開始できません。',
  'Two words are missing': '2つの語が必要です',
  'An emergency needs the words “{expected}”, typed exactly.':
    '緊急の操作には「{expected}」の正確な入力が必要です。',
  'Type “emergency {plan} {expected} because <reason>”.':
    '「emergency {plan} {expected} because <理由>」と入力してください。',
  'Draw it anew': '計画し直してください',
  'Operation {op} was a way back; it is not repeated, because something else may stand there now.':
    '操作 {op} は戻す操作でした。現在の内容が違う可能性があるため、繰り返しません。',
  'Type “rollback {environment} to <commit>” to see the way as it is now.':
    '「rollback {environment} to <コミット>」と入力すると、現在の手順が表示されます。',
  'Not marked': '印がありません',
  'Commit {commit} is not marked.': 'コミット {commit} に印はありません。',
  'Type “mark {commit} bad because <reason>” to mark it.':
    '「mark {commit} bad because <理由>」と入力すると、印が付きます。',
  'No tag for the old commit': '古いコミットにタグがありません',
  'Databricks takes a branch or a tag, never a commit, and git did not take the tag {tag} at {commit}.':
    'Databricks はブランチかタグのみ対応し、Git は {commit} へのタグ {tag} を受け付けませんでした。',
  'Give brickbot’s git token the right to create tags, or create the tag yourself and deploy it.':
    'brickbot の Git トークンにタグ作成の権限を与えるか、自分でタグを作成してデプロイしてください。',
  'No such commit here': 'コミットがありません',
  '“{commit}” is neither a branch, a tag, nor a commit that brickbot has deployed.':
    '「{commit}」はブランチでもタグでも、brickbot がデプロイしたコミットでもありません。',
  'Type “show deployments” to see commits, or name a branch.':
    '「show deployments」でコミットを表示するか、ブランチを指定してください。',
  'Not frozen': '凍結されていません',
  '{environment} is not frozen now.': '{environment} は現在凍結されていません。',
  'Type “can I deploy <branch> to {environment}” to see every gate.':
    '「can I deploy <ブランチ> to {environment}」と入力すると、各ゲートが表示されます。',
  'Who is that?': 'どなたですか?',
  'brickbot has not met “{person}”.': 'brickbot は「{person}」を知りません。',
  'Have them say something to brickbot first, or type the name as it stands in Teams.':
    '先に brickbot に話しかけてもらうか、Teams での名前を入力してください。',
  'Not waiting': '待機していません',
  'Operation {op} does not wait in a line.': '操作 {op} は待機していません。',
  'Type “queue” to see who waits.': '「queue」と入力すると、待ち行列が表示されます。',
  'No pipelines here': 'パイプラインがありません',
  'brickbot does not know an Azure DevOps project.': 'Azure DevOps プロジェクトが設定されていません。',
  'Set git.provider to azure-devops in brickbot.yaml, and AZURE_DEVOPS_EXT_PAT or the three of ARM_*.':
    'brickbot.yaml の git.provider を azure-devops にし、AZURE_DEVOPS_EXT_PAT または3つの ARM_* を設定してください。',
  'No such pipeline': 'パイプラインがありません',
  'There is no pipeline {pipeline} in the project.': 'プロジェクトにパイプライン {pipeline} はありません。',
  'Pipeline failed': 'パイプラインが失敗',
  'Build {build} of {pipeline} failed: {reason}': '{pipeline} のビルド {build} が失敗しました: {reason}',
  'Open the build, mend what failed, then retry it.': 'ビルドを開き、直してから再試行してください。',
  'Pipeline stopped': 'パイプラインが停止',
  'Build {build} of {pipeline} was cancelled.': '{pipeline} のビルド {build} は取り消されました。',
  'Run the pipeline again when it should go on.': '続ける場合は、パイプラインを再実行してください。',
  'Build {build} has not ended.': 'ビルド {build} は終わっていません。',
  'Decided elsewhere': '別の場所で決定されます',
  'The stage {stage} waits for the promotion of {model}, which is decided on its own card.':
    'ステージ {stage} は {model} の昇格を待っています。決定は昇格のカードで行われます。',
  'Type “{usage}”.': '「{usage}」と入力してください。',
  'Nothing in build {build} waits for a decision.': 'ビルド {build} に決定待ちはありません。',
  'Type “show build {build}” to see where it stands.':
    '「show build {build}」と入力すると、状況が表示されます。',
} as const;
