// What is said of locks to whom they belong or who waits for them, and to who joins what goes on already.
export const LOCKS = {
  'Your lock on {environment} ends soon': '{environment} のロックはまもなく終わります',
  'until {time}, {span} left': '{time} まで、残り {span}',
  'Your lock on {environment} ends at {time}: extend or release?':
    '{environment} のロックは {time} に終わります：延長しますか、解除しますか？',
  '{person} asks for {environment}': '{person} が {environment} を求めています',
  '{person} asks for {environment}: {reason}': '{person} が {environment} を求めています：{reason}',
  '{request}. Type “give {environment} to {person}” or “unlock {environment}”.':
    '{request}。「give {environment} to {person}」または「unlock {environment}」と入力してください。',
  'held by {person} until {time}': '{person} が {time} まで保持',
  '{person} since {time}': '{person}（{time} から）',
  'since {time}': '{time} から',
  'until {time}': '{time} まで',
  'for deploys of {person}': '{person} のデプロイ',
  'for deploys of {person} and of {branch}': '{person} と {branch} のデプロイ',
  'wait in line, in the order of asking': '頼まれた順に待ちます',
  'wait in line, in the order of asking; {count} do now': '頼まれた順に待ちます（今 {count} 件）',
  'Lock on {environment}: taken by {person} until {time}':
    '{environment} のロック：{person} が {time} まで取得',
  'Lock on {environment}: extended by {person} until {time}':
    '{environment} のロック：{person} が {time} まで延長',
  'Lock on {environment}: handed over to {person} until {time}':
    '{environment} のロック：{time} まで {person} に引き渡し',
  'Lock on {environment}: released by {person}': '{environment} のロック：{person} が解除',
  '{environment} is free now, {person}.': '{person} さん、{environment} は今空いています。',
  'Your lock on {environment} is over.': '{environment} のロックは終わりました。',
  '{branch} was merged: your lock on {environment} is released.':
    '{branch} がマージされたため、{environment} のロックは解除されました。',
  '{person} handed you the lock on {environment}: {reason}':
    '{person} が {environment} のロックをあなたに渡しました：{reason}',
  '{person} released your lock on {environment}: {reason}':
    '{person} があなたの {environment} のロックを解除しました：{reason}',
  'Joined operation {op}, which asks for the same.': '同じことを求めている操作 {op} に加わりました。',
  'Joined operation {op}, which retries this build already.':
    'このビルドをすでに再試行している操作 {op} に加わりました。',
  'Joined operation {op}, which is already at it.': 'すでに進行中の操作 {op} に加わりました。',
  'Joined operation {op}, which repairs this run already.':
    'この実行をすでに修復している操作 {op} に加わりました。',
  'Joined operation {op}, which already tests this commit.':
    'このコミットをすでにテストしている操作 {op} に加わりました。',
  '{person} may decide in your place now.': '今後は {person} があなたに代わって決定できます。',
} as const;
