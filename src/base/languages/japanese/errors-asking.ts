// Errors of asking, rights, locks and promotions: titles and sentences of the catalogue.

export const ERRORS_ASKING = {
  'There is no command like “{text}”.': '「{text}」というコマンドはありません。',
  'Type help to see what can be asked here.': 'help と入力すると、ここでできることが表示されます。',
  'Check the wording': '書き方を確認してください',
  'Type {usage}': '{usage} と入力してください',
  'One thing missing': '情報が1つ足りません',
  '{name} is missing.': '{name} がありません。',
  'Message too long': 'メッセージが長すぎます',
  'The message has {length} characters; {limit} is the most that is read.':
    'メッセージは{length}文字です。読み取れるのは{limit}文字までです。',
  'Nothing to change': '変更できるものがありません',
  'Operation {op} takes no parameters, so it is repeated as it was or asked for anew.':
    '操作 {op} にはパラメーターがないため、そのまま繰り返すか、あらためて依頼します。',
  'Type “rerun {op}”, or “{words}” with what should differ.':
    '「rerun {op}」、または変更点を加えた「{words}」と入力してください。',
  'Send the command alone.': 'コマンドだけを送信してください。',
  'Branch not found': 'ブランチが見つかりません',
  'There is no branch or tag “{ref}” in {repository}.':
    '{repository} にブランチまたはタグ「{ref}」はありません。',
  'Check the name, or push the branch and ask again.':
    '名前を確認するか、ブランチをプッシュしてもう一度お試しください。',
  'Which one?': 'どれですか?',
  '“{ref}” fits more than one branch or tag.': '「{ref}」に当てはまるブランチまたはタグが複数あります。',
  'Choose one of those shown.': '表示されたものから選んでください。',
  'Environment not found': '環境が見つかりません',
  'There is no environment “{environment}”.': '環境「{environment}」はありません。',
  'Known here: {known}.': '使用できる環境: {known}。',
  'Which environment?': 'どの環境ですか?',
  'More than one environment could be meant.': '複数の環境が考えられます。',
  'Say which one: {known}.': '次から選んでください: {known}。',
  'Job not found': 'ジョブが見つかりません',
  'No job is called “{job}”.': '「{job}」というジョブはありません。',
  'Type show jobs to see the jobs that brickbot can see.':
    'show jobs と入力すると、brickbot から見えるジョブが表示されます。',
  'Which job?': 'どのジョブですか?',
  '{count} jobs are called “{job}”.': '「{job}」というジョブが{count}件あります。',
  'Say its number instead: {known}.': '番号で指定してください: {known}。',
  'Suite not found': 'スイートが見つかりません',
  'There is no test suite “{suite}”.': 'テストスイート「{suite}」はありません。',
  'Known suites: {known}.': '使用できるスイート: {known}。',
  'Experiment not found': '実験が見つかりません',
  'There is no experiment “{experiment}”.': '実験「{experiment}」はありません。',
  'Nearest: {near}. Its full path or its id works too.': '近いもの: {near}。完全なパスや ID も使えます。',
  'Run not found': '実行が見つかりません',
  'There is no run “{run}”.': '実行「{run}」はありません。',
  'Copy the id from an experiment or job card.': '実験またはジョブのカードから ID をコピーしてください。',
  'Metric not found': '指標が見つかりません',
  'No run of {experiment} has logged “{metric}”.': '{experiment} に「{metric}」を記録した実行はありません。',
  'Metrics logged there: {known}.': '記録されている指標: {known}。',
  'Operation not found': '操作が見つかりません',
  'There is no operation {op}.': '操作 {op} はありません。',
  'The id stands at the foot of every operation card.': 'ID は操作カードの下部にあります。',
  'Subscription not found': '購読が見つかりません',
  'There is no subscription “{subscription}” here.': 'ここに購読「{subscription}」はありません。',
  'Type subscriptions to see them.': 'subscriptions と入力すると一覧が表示されます。',
  'Nowhere to post': '通知先がありません',
  'A terminal cannot be posted to.': 'ターミナルには通知できません。',
  'Subscribe in the chat where it is to be posted.': '通知を受けたいチャットで購読してください。',
  'Not configured': '設定されていません',
  '{what} is not configured.': '{what} が設定されていません。',
  'Add {key} to brickbot.yaml.': 'brickbot.yaml に {key} を追加してください。',
  'Configuration invalid': '設定が正しくありません',
  'The configuration has {count} fault(s).': '設定に{count}件の誤りがあります。',
  'Mend the lines listed, then start again.': '示された行を直して、起動し直してください。',
  'Not permitted': '許可されていません',
  '{action} needs the role {role}; {person} is {actual}.':
    '{action} にはロール {role} が必要です。{person} は {actual} です。',
  'Ask {whom}.': '{whom} に依頼してください。',
  'Not yours to press': 'あなたは押せません',
  'Only {whom} may do this.': 'これを行えるのは {whom} だけです。',
  'Ask them, or type the command yourself.': 'その人に頼むか、自分でコマンドを入力してください。',
  'Already decided': '決定済み',
  'Operation {op} waits for nobody any more: it is {state}.':
    '操作 {op} は誰も待っていません。状態: {state}。',
  'Its card shows how things stand.': '状況はカードで確認できます。',
  'Button refused': 'ボタンは受け付けられません',
  'The button’s data does not belong to anything that brickbot has posted.':
    'ボタンのデータが、brickbot の投稿と一致しません。',
  'Type the command instead.': '代わりにコマンドを入力してください。',
  'Not for this tenant': 'このテナントでは使えません',
  'brickbot does not serve this organisation.': 'brickbot はこの組織に対応していません。',
  'Ask the owner of this bot to add the tenant.': 'ボットの所有者にテナントの追加を依頼してください。',
  'Already over': 'すでに終了',
  'Operation {op} had already ended: {state}.': '操作 {op} はすでに終了していました: {state}。',
  'Nothing is left to cancel.': '取り消すものはありません。',
  'It was cancelled by {person}.': '{person} が取り消しました。',
  'Ask again when you are ready.': '準備ができたら、もう一度お試しください。',
  'Not started in time': '時間内に開始されませんでした',
  'Nobody pressed Start within {minutes} minutes.': '{minutes}分以内に開始が押されませんでした。',
  Busy: '使用中',
  '{target} is taken by operation {op} of {person}.': '{target} は {person} の操作 {op} が使用中です。',
  'Wait for it to end, or cancel it.': '終わるのを待つか、取り消してください。',
  '{environment} is locked by {person} for {minutes} more minutes: {reason}':
    '{environment} は {person} があと{minutes}分ロックしています: {reason}',
  'Ask them to release it, or wait for its end. Type “locks” to see all locks.':
    '解放を頼むか、終わるのを待ってください。「locks」で全ロックを表示します。',
  'Not locked': 'ロックされていません',
  'Nobody has a lock on {environment}.': '{environment} をロックしている人はいません。',
  'Type “locks” to see which environments are locked.':
    '「locks」と入力すると、ロック中の環境が表示されます。',
  'A reason is needed': '理由が必要です',
  'The lock on {environment} belongs to {person}.': '{environment} のロックは {person} のものです。',
  'Type “unlock {environment} because <reason>”.':
    '「unlock {environment} because <理由>」と入力してください。',
  'No such model': 'モデルがありません',
  'There is no model {model} in the registry.': 'レジストリにモデル {model} はありません。',
  'Did you mean one of these: {near}.': 'もしかして: {near}。',
  'No such version': 'バージョンがありません',
  'The model {model} has no version {version}.': 'モデル {model} にバージョン {version} はありません。',
  'No such target': '昇格先がありません',
  '{model} cannot be promoted to {target}.': '{model} を {target} に昇格できません。',
  'Say one of these: {near}.': '次から選んでください: {near}。',
  'Not in this registry': 'このレジストリにはありません',
  '{registry} does not know {what}.': '{registry} には {what} がありません。',
  'Use {instead} as the target in brickbot.yaml.': 'brickbot.yaml で昇格先に {instead} を使ってください。',
  'Version not ready': 'バージョンの準備ができていません',
  'Version {version} of {model} is {status}: the registry has not finished with it.':
    '{model} のバージョン {version} は {status} です。レジストリの処理が終わっていません。',
  'Ask again when the registry shows it as ready.':
    'レジストリで準備完了になったら、もう一度お試しください。',
  'Already there': 'すでに配置済み',
  'Version {version} of {model} holds {target} already.':
    '{model} のバージョン {version} はすでに {target} です。',
  'There is nothing to decide.': '決めることはありません。',
  '{what} needs a reason that others can read later.': '{what} には、後から読める理由が必要です。',
  'Say it again with: because …, for example “{usage}”.':
    'because … を付けて、もう一度入力してください。例:「{usage}」',
  'Nothing to decide': '決定待ちではありません',
  'Operation {op} is no request for a promotion.': '操作 {op} は昇格の申請ではありません。',
  'Type “approvals” to see what waits for a decision.':
    '「approvals」と入力すると、決定待ちの一覧が表示されます。',
  'The evidence for operation {op} is still being gathered.': '操作 {op} の根拠を収集中です。',
  'Look at its card again in a moment.': '少し後に、カードをもう一度確認してください。',
  'Operation {op} is already {state}{by}.': '操作 {op} はすでに {state} です{by}。',
  'Not on your own request': '自分の申請は決定できません',
  '{person} asked for this promotion and cannot decide on it.':
    '{person} はこの昇格の申請者のため、決定できません。',
  'Ask {whom}; to take the request back, type “withdraw {op}”.':
    '{whom} に依頼してください。申請を取り下げるには「withdraw {op}」と入力してください。',
  'Not on your own work': '自分の成果は決定できません',
  '{person} trained this version or wrote its last commit and cannot decide on it.':
    '{person} はこのバージョンの学習または最後のコミットを行ったため、決定できません。',
  'Not an approver here': '承認者ではありません',
  '{person} may not decide on this promotion.': '{person} はこの昇格を決定できません。',
  'Not your turn': '順番ではありません',
  'Decisions are taken in order here, or your part has spoken already.':
    '決定は順番に行われます。または、あなたの組はすでに決定しました。',
  'Next is {whom}.': '次は {whom} です。',
  'Blocked by a gate': 'ゲートにより停止',
  'These gates stand in the way: {gates}.': '次のゲートを通過していません: {gates}。',
  'Make them green and ask again, or have an owner ({owners}) waive them: waive {op} <gate> because ….':
    '合格させてもう一度申請するか、担当者（{owners}）に免除を頼んでください: waive {op} <gate> because …',
  'Not the emergency path': '緊急の手順は使えません',
  'Only an admin may decide alone; {person} is none.':
    '1人で決定できるのは管理者だけです。{person} は管理者ではありません。',
  'Ask an admin, or collect the approvals that are asked for.':
    '管理者に頼むか、必要な承認を集めてください。',
  'Not yours to waive': '免除できません',
  'Only its owners may waive the gate {gate}.': 'ゲート {gate} を免除できるのは担当者だけです。',
  'Ask {owners}.': '{owners} に依頼してください。',
  'Nothing to waive': '免除するものがありません',
  'No failed gate of operation {op} is called {gate}.':
    '操作 {op} に {gate} という不合格ゲートはありません。',
  'Failed gates: {gates}.': '不合格のゲート: {gates}。',
  Rejected: '却下されました',
  '{person} rejected it: {because}': '{person} が却下しました: {because}',
  'Mend what was named and ask again.': '指摘を直して、もう一度申請してください。',
  Expired: '期限切れ',
  'Nobody decided within {hours} hours.': '{hours}時間以内に決定されませんでした。',
  'Press Request again, or type the command once more.':
    '再申請を押すか、コマンドをもう一度入力してください。',
  'Something moved': '状況が変わりました',
  'What was shown is not what is there now. {moved}': '表示された内容が現在と異なります。{moved}',
  'Votes on the old card do not count. Press Request again to decide on what is there now.':
    '古いカードの投票は無効です。現在の内容で決めるには、再申請を押してください。',
  'Somebody else moved it': '他の人が変更しました',
  '{target} of {model} holds {actual} although it was set to version {version}.':
    '{model} の {target} は {actual} です。バージョン {version} を設定したはずです。',
  'Look at who moved it in “history model {model}”, then decide anew.':
    '「history model {model}」で変更した人を確認し、改めて決定してください。',
  'Nothing to go back to': '戻り先がありません',
  'brickbot knows no earlier holder of {target} of {model}.':
    '{model} の {target} の以前の保持者が分かりません。',
  'Promote the version that you want by name.': '希望のバージョンを名前で昇格してください。',
  'Answered already': '回答済み',
  'Somebody has answered this, or it was moved again since.':
    'すでに回答されたか、その後に再び変更されました。',
  'Type “history model <name>” to see how it stands.':
    '「history model <名前>」と入力すると、状況が表示されます。',
  'Smoke job failed': 'スモークジョブが失敗',
  'The target was moved, but the smoke job {job} ended as {state}.':
    '昇格は済みましたが、スモークジョブ {job} は {state} で終わりました。',
  'Press Undo to bring the earlier version back, or look into the run first.':
    '元に戻すを押して以前のバージョンに戻すか、先に実行を確認してください。',
  'Not sure who you are': '本人を確認できません',
  'It could not be found out now who {person} is and to which groups they belong, so what changes something is refused.':
    '{person} の身元と所属グループを現在確認できないため、変更を伴う操作は拒否されます。',
  'Ask again in a few minutes; looking at things works meanwhile. If it lasts, an admin runs `npm run doctor`.':
    '数分後にもう一度お試しください。確認の操作は使えます。続く場合は管理者が `npm run doctor` を実行してください。',
  'Account switched off': 'アカウントが無効です',
  'The account of {person} is switched off or unknown in this organisation.':
    '{person} のアカウントは、この組織で無効か、見つかりません。',
  'Ask who looks after accounts in Microsoft Entra.': 'Microsoft Entra の管理者に問い合わせてください。',
  'Sign in to go on': 'サインインが必要です',
  '{system} is to see {person} and not brickbot here, and {person} has not signed in.':
    '{system} には brickbot ではなく {person} として接続しますが、{person} はサインインしていません。',
  'Write `sign in` to brickbot in a chat of your own; it goes on by itself then.':
    '個人チャットで brickbot に `sign in` と送ってください。その後、自動的に続行します。',
  'Consent is missing': '同意がありません',
  'Microsoft Entra does not let brickbot act as {person} at {system}: the consent is missing or was withdrawn.':
    'Microsoft Entra は、brickbot が {system} で {person} として動作することを許可していません。同意がないか、取り消されています。',
  'Write `sign in` to brickbot in a chat of your own, or ask an administrator of Entra to consent.':
    '個人チャットで brickbot に `sign in` と送るか、Entra の管理者に同意を依頼してください。',
  'Sign-in refused': 'サインインが拒否されました',
  'Microsoft Entra did not take the sign-in of {person} for {system}.':
    'Microsoft Entra が {system} への {person} のサインインを受け付けませんでした。',
  'Write `sign out` and then `sign in` to brickbot in a chat of your own.':
    '個人チャットで brickbot に `sign out`、続けて `sign in` と送ってください。',
  'Sign-in not set up': 'サインインが設定されていません',
  'Nobody can sign in here: {what} is missing.': 'ここではサインインできません: {what} がありません。',
  'Whoever runs brickbot sets it; `npm run doctor` names what is missing.':
    'brickbot の運用者が設定します。`npm run doctor` で不足が分かります。',
  'Approved already': 'すでに承認済み',
  'Your approval of operation {op} is in since {at}; nobody counts twice.':
    '操作 {op} へのあなたの承認は {at} に届いています。二重には数えません。',
  'To take it back, reject it with a reason: reject {op} because ….':
    '取り消すには、理由を付けて却下してください：reject {op} because ….',
  'Not from the command line': 'コマンドラインからはできません',
  'Here the other system is to see the person and not brickbot, and on the command line nobody can sign in.':
    'ここでは相手のシステムに brickbot ではなく本人が見える必要がありますが、コマンドラインではサインインできません。',
  'Ask brickbot for it in Teams, or name an environment without `identity: user`.':
    'Teams で brickbot に依頼するか、`identity: user` のない環境を指定してください。',
} as const;
