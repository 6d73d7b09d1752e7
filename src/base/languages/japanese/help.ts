// Help, welcome, who somebody is, and what brickbot says beside its cards.

export const HELP = {
  'What you can ask brickbot': 'brickbot にできること',
  'Type what you want; no special form is needed.':
    'やりたいことを入力してください。特別な書式は要りません。',
  'Mention brickbot, then type what you want. It answers in the thread.':
    'brickbot をメンションして、やりたいことを入力してください。スレッドで返信します。',
  'Type the words after the command’s name.': 'コマンド名の後に言葉を入力してください。',
  'Type “help deploy” for everything about one command. Slips of the keyboard are asked about, never guessed.':
    '「help deploy」で1つのコマンドの詳細が分かります。入力ミスは推測せず、確認します。',
  Ship: 'リリース',
  Look: '確認',
  Steer: '操作',
  About: 'brickbot について',
  'Help: what you can ask brickbot – {examples}': 'ヘルプ: brickbot にできること – {examples}',
  'How to {command}': '{command} の使い方',
  'Help: how to {command} – {usage}': 'ヘルプ: {command} の使い方 – {usage}',
  '✓ you may': '✓ 可',
  '✕ you may not': '✕ 不可',
  'Words in <angle brackets> are yours to fill in; [square brackets] may be left out.':
    '<山かっこ> の語は置き換えてください。[角かっこ] は省略できます。',
  'no gate': 'ゲートなし',
  'stands on {environment} first': '先に {environment} に配置',
  'suite {suite} green': 'スイート {suite} が合格',
  'suite {suite} green within {time}': 'スイート {suite} が {time} 以内に合格',
  'not frozen': '凍結なし',
  'frozen until {time}': '{time} まで凍結',
  'press on Start': '開始ボタンが必要',
  'An edited message is not read again, so nothing was started. Send the command as a new message.':
    '編集されたメッセージは読み直さないため、何も開始していません。新しいメッセージとして送信してください。',
  'Still working on it: the answer follows here.': '処理中です。回答はここに届きます。',
  'Hello, this is brickbot': 'こんにちは、brickbot です',
} as const;
