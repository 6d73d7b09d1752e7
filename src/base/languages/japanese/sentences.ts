// Sentences of the cards: what is happening, what was asked, what is missing.

export const SENTENCES = {
  'Nothing was changed.': '何も変更されていません。',
  'Nothing was changed. ': '何も変更されていません。 ',
  'Something was changed: look at what stands there now.': '変更がありました。現在の状態を確認してください。',
  'Whether anything was changed is not known yet.': '変更があったかどうかはまだ分かりません。',
  'A run was started in Databricks and may still be at work there.':
    'Databricks で実行が開始され、まだ動作中の可能性があります。',
  'Next:': '次の手順:',
  'Attempted:': '試した操作:',
  'System:': 'システム:',
  'system:': 'システム:',
  'Wait {seconds} s before the next try.': '次に試すまで{seconds}秒待ってください。',
  'code {code}': 'コード {code}',
  'reference {reference}': '参照 {reference}',
  'op {op}': '操作 {op}',
  'op {op} · or type “{words}”': '操作 {op} ·「{words}」と入力しても可',
  'Not understood': '理解できませんでした',
  'A question starts nothing': '質問では何も開始しません',
  'There is no command like “': '次のようなコマンドはありません:「',
  'You asked about “': 'ご質問:「',
  '”. Nothing was started.': '」。何も開始していません。',
  'Type **help** to see what can be asked here.': '**help** と入力すると、ここでできることが表示されます。',
  'Did you mean:': 'もしかして:',
  'Did you mean one of these?': '次のいずれかですか?',
  'To do it, press or type:': '実行するには、押すか入力してください:',
  'Not understood: “{typed}”': '理解できませんでした:「{typed}」',
  'A question starts nothing: “{typed}”': '質問では何も開始しません:「{typed}」',
  ' – did you mean “{guess}”?': ' – もしかして「{guess}」?',
  ' – type help': ' – help と入力',
  '{command}: which {argument}?': '{command}: どの{argument}ですか?',
  'Which {argument}?': 'どの{argument}ですか?',
  ' or ': ' または ',
  '{command}: needs an answer – which {argument}?': '{command}: 回答が必要です – どの{argument}ですか?',
  'One thing is missing. Nothing was started.': '情報が1つ足りません。何も開始していません。',
  'Type the command again with the {argument} in it.':
    '{argument}を含めて、もう一度コマンドを入力してください。',
  'Type to search': '入力して検索',
  'Type it here.': 'ここに入力してください。',
  'Choose one.': '1つ選んでください。',
  'The first {most} of {total} are listed; others can be typed.':
    '{total}件中、最初の{most}件を表示しています。他は入力できます。',
  'Deploy {ref} to {environment}': '{ref} を {environment} にデプロイ',
  'Roll {environment} back to {commit}': '{environment} を {commit} に戻す',
  '{head}: {state} – {commit} by {person}, op {op}': '{head}: {state} – {commit}、{person}、操作 {op}',
  '{kind} at {commit}': '{kind} {commit}',
  branch: 'ブランチ',
  tag: 'タグ',
  'took {time}': '所要時間 {time}',
  ' stands there now': ' が現在の内容です',
  ' already stood there': ' はすでに配置済みでした',
  'First deployment here: the git folder was created.':
    'ここへの初めてのデプロイです。Git フォルダーを作成しました。',
  'Nothing new was brought.': '新しい変更はありません。',
  'No new commits: this goes back to an older one.': '新しいコミットはありません。古いコミットに戻ります。',
  'Waits for a press on **Start**. Nothing has been changed yet.':
    '**開始** が押されるのを待っています。まだ何も変更されていません。',
  'Waits for a press on **Start**, until {time}. Nothing has been changed yet.':
    '{time} まで **開始** が押されるのを待っています。まだ何も変更されていません。',
  'Waiting for its turn; it starts in a moment.': '順番を待っています。まもなく開始します。',
  'Behind {count}: {ops}': '前に{count}件: {ops}',
  'Behind {count} ({time}): {ops}': '前に{count}件（{time}）: {ops}',
  'Asked to stop by {person}. A step in hand is finished first.':
    '{person} が停止を依頼しました。進行中の手順は先に完了します。',
  'Asked to stop. A step in hand is finished first.': '停止が依頼されました。進行中の手順は先に完了します。',
  'An answer was lost. brickbot is reading the commit back and will say how it stands.':
    '応答が失われました。brickbot がコミットを読み戻し、状況をお知らせします。',
  'An answer was lost. brickbot is reading the run back.':
    '応答が失われました。brickbot が実行を読み戻しています。',
  'Asked to stop; Databricks needs a moment for that.':
    '停止を依頼しました。Databricks の処理に少し時間がかかります。',
  '{value} (was {before})': '{value}（以前は {before}）',
  '{value} (was not given)': '{value}（以前は指定なし）',
  'Stopped by {person}. What the job had done until then stays.':
    '{person} が停止しました。ジョブがそれまでに行ったことは残ります。',
  'Stopped. What the job had done until then stays.':
    '停止しました。ジョブがそれまでに行ったことは残ります。',
  'Stopped.': '停止しました。',
  'Stopped by {person}.': '{person} が停止しました。',
  'The checkout may have been updated: look at what stands there.':
    'チェックアウトが更新された可能性があります。現在の内容を確認してください。',
  'are thrown away': '破棄されます',
  '✓ passed, {time}': '✓ 合格、{time}',
  '✕ failed, {time}': '✕ 失敗、{time}',
  'going for {time}': '経過 {time}',
  '{going}, usually {usual}': '{going}（通常 {usual}）',
  'slower than usual: {going}, usually {usual}': '通常より遅れています: {going}（通常 {usual}）',
  'begun {count} times': '{count}回開始',
  'try {count}': '{count}回目',
  'and {count} more': '他{count}件',
  'Resumed at the step “{step}” after an interruption.': '中断後、手順「{step}」から再開しました。',
  'Brings {count}': '{count}を反映',
  'Run tests on {ref}': '{ref} のテスト',
  ', {failed} of {total} failed': '、{total}件中{failed}件失敗',
  ', {passed} passed': '、{passed}件合格',
  ', {skipped} skipped': '、{skipped}件スキップ',
  ' in {time}': '（{time}）',
  '{failed} of {total} failed': '{total}件中{failed}件失敗',
  '{passed} passed': '{passed}件合格',
  'suite {suite}': 'スイート {suite}',
  'in {environment}': '{environment}',
  'asked by {person}': '依頼者 {person}',
  '{ref} is green already': '{ref} はすでに合格しています',
  'This commit passed this suite a short while ago, so nothing was started.':
    'このコミットは少し前にこのスイートに合格しているため、何も開始していません。',
  'Its temporary checkout could not be removed yet: {path}. It is tried again.':
    '一時チェックアウトをまだ削除できていません: {path}。再試行します。',
  'Stopped by {person}. There is no verdict on this commit, and no environment was changed.':
    '{person} が停止しました。このコミットの判定はなく、環境は変更されていません。',
  'Somebody stopped the run in Databricks. There is no verdict on this commit, and no environment was changed.':
    'Databricks 上で実行が停止されました。このコミットの判定はなく、環境は変更されていません。',
  'limit at least {limit}': '下限 {limit}',
  'limit at most {limit}': '上限 {limit}',
  '✓ margin {margin}': '✓ 余裕 {margin}',
  '✕ short by {margin}': '✕ 不足 {margin}',
  error: 'エラー',
  'Hand the run to Databricks': '実行を Databricks に渡す',
  'Read the results': '結果を読む',
  'You are signed out. What waits for you as yourself stays where it is.':
    'サインアウトしました。あなた本人としての実行を待つものは、そのまま残ります。',
  'You were not signed in.': 'サインインしていませんでした。',
  'Signing in works in Teams, in a chat with brickbot alone.':
    'サインインは Teams で、brickbot との 1 対 1 のチャットから行えます。',
  'Write “sign in” to brickbot in a chat of your own: here everybody would see it.':
    'brickbot との 1 対 1 のチャットで「sign in」と書いてください。ここでは全員に見えてしまいます。',
  'Sign in so that brickbot can act as you':
    'brickbot があなたとして操作できるように、サインインしてください',
  '{request}. The systems of this environment then see you, and not brickbot.':
    '{request}。この環境のシステムには、brickbot ではなくあなたが見えるようになります。',
  'You are signed in.': 'サインインしました。',
  'You are signed in. Going on: {ops}.': 'サインインしました。再開するもの: {ops}。',
  'Signing in does not work at the moment. Try again in a few minutes.':
    '現在サインインできません。数分後にもう一度お試しください。',
  'Teams could not sign you in by itself. Press the button on the card, or ask whoever runs brickbot.':
    'Teams による自動サインインに失敗しました。カードのボタンを押すか、brickbot の運用担当者に問い合わせてください。',
  'op {op} waits for you to sign in. Write “sign in” here; it goes on by itself then.':
    '操作 {op} はあなたのサインインを待っています。ここに「sign in」と書くと、自動的に再開します。',
  '{environment} is free now.': '{environment} は今空いています。',
  'You hear when {environment} is free. Now {person} has it locked: {reason}':
    '{environment} が空いたらお知らせします。今は {person} がロックしています: {reason}',
  'You hear when {environment} is free. Now something is at work there.':
    '{environment} が空いたらお知らせします。今はそこで処理が進行中です。',
} as const;
