/** Words by which a whole message says yes, says no, or calls off, in both languages, Cantonese and slang included. */
const lines = {
  yes: `yes yeah yep yup yea ya yah yas yess yesss aye y ok okay okey okie k kk okk oki sure surely certainly absolutely definitely exactly precisely indeed correct right
    true confirm confirmed approve approved agreed agree accept affirmative proceed continue perfect great fine good cool alright roger 👍 ✅ 👌 💯
    是 是的 是啊 是呀 是滴 对 對 对的 對的 对啊 对呀 对头 对滴 好 好的 好啊 好呀 好吧 好嘞 好滴 好哒 行 行的 行啊 行吧 成 中 可以 可以的 可以啊 嗯 嗯嗯 恩 恩恩 没错 沒錯 正确 正確
    确认 確認 确定 確定 确定的 确认无误 无误 同意 没问题 沒問題 没毛病 当然 當然 要 要的 要啊 肯定 必须的 必须 办吧 办 就这样 就這樣 就这么办 就这个 就它 继续 繼續 得 係 係呀 系 系啊 冇错 冇錯
    啱 啱呀 好呀 冇問題 冇问题 得啦 得呀 冻结吧 锁吧 锁了吧 提交 提交吧 妥 妥了 安排 走起 需要 需要的 ojbk`,
  yesPhrases: `go ahead|do it|please do|yes please|of course|sounds good|sounds right|looks good|looks right|that's right|thats right|that is right|that's correct|thats correct|that is correct|that's it|thats it|that's fine|thats fine|that's me|all good|for sure|sure thing|no problem|no prob|no worries|why not|you bet|i do|i am|i agree|i confirm|i'm sure|im sure|i am sure|yes i am|yes it is|it is|that works|works for me|go for it|let's do it|lets do it|let's go|make it so|by all means|you got it|it's right|it's correct|all correct|everything is correct|looks fine|be my guest|hell yes|hell yeah|do that|freeze it|lock it|submit|submit it|send it|yes do it|yes go ahead|that's the one|thats the one`,
  no: `no nope nah naw nay n noo nooo negative wrong incorrect false disagree decline declined reject rejected never 👎 ❌ 🙅
    不 不是 不是的 不是啊 不对 不對 不对的 不要 不要了 不用 不用了 不行 不可以 不成 否 别 別 不好 没有 沒有 没 冇 唔係 唔系 唔係呀 唔好 唔使 唔使喇 唔要 唔啱 唔得 唔同意 不同意 不确认 不確認 错 錯 错了 錯了
    不了 不需要 不必 不必了 免了 没必要 不想 不愿意 不可 不办 先不 先不要 先不用 先别 先不了 暂时不用 暂不 莫 不冻结 别冻结 不锁 唔制 拒绝 拒絕 噢不 哦不 不不 不不不 才不是 并不是 不正确 不正確 有误`,
  noPhrases: `no thanks|no thank you|no ty|nope thanks|not right|not correct|that's wrong|thats wrong|that is wrong|that's not right|thats not right|that's not correct|that is not right|that's incorrect|it's wrong|not really|of course not|absolutely not|certainly not|definitely not|no way|don't|do not|please don't|don't do it|do not do it|please do not|i don't|i do not|i'd rather not|id rather not|not now|not yet|not today|not me|it isn't|it's not|that's not it|thats not it|that isn't right|not that one|not this one|i'm not|i disagree|no it isn't|no it's not|hell no|yeah no|no don't|no do not|no need|not needed|not interested|i don't agree|i do not agree|don't freeze it|don't lock it|no it is not|no i don't`,
  cancel: `cancel cancelled abort quit exit stop halt nvm nevermind
    取消 取消吧 取消掉 取消了 算了 算啦 算了吧 算吧 停 停下 停止 停吧 退出 放弃 放棄 作罢 罢了 撤销 撤回 不办了 不辦了 不弄了 别弄了 不搞了 不想办了 不想弄了 别办了 我不办了 不改了 不查了 不申请了 不申訴了 不申诉了 不投诉了 不转了 不换了
    唔搞 唔搞喇 唔搞啦 唔要喇 唔做喇 唔办喇 唔辦喇 结束 終止 终止 中止 返回 不弄 不搞 不玩了 不继续 不继续了 不想继续 不想继续了 先这样吧不办了 拉倒 拉倒吧 得了不弄了`,
  cancelPhrases: `cancel that|cancel it|cancel this|please cancel|cancel please|forget it|forget that|forget about it|never mind|leave it|drop it|scrap that|scrap it|call it off|i changed my mind|changed my mind|i've changed my mind|ive changed my mind|don't bother|dont bother|no longer needed|i don't want to|i dont want to|i don't want this|i don't want it|i don't want that|i don't want to do this|i don't want to continue|i give up|let's not|lets not|stop that|stop it|stop this|stop now|please stop|start over|never mind then|it doesn't matter|doesnt matter|don't worry about it|get me out|get me out of here|go back|back out|i want to stop|i want to cancel|i'd like to cancel|i want out|not any more|not anymore|quit this|forget the whole thing|actually no|on second thought no|i take it back`,
  fillers: `please pls plz thanks thank you ty thx cheers mate oh ah um uh erm er hmm well then actually so and now really just okay-then haha lol hey yes-please ok-then sorry
    请 請 谢谢 謝謝 多谢 多謝 谢了 麻烦 麻煩 麻烦你 麻烦您 唔該 哦 噢 啊 呃 额 那 那个 那就 就 还是 還是 吧 了 啦 呀 哈 哈哈 您好 你好 其实 我 不好意思 抱歉 真的`,
} as const;

const list = (text: string, separator: RegExp) => new Set(text.split(separator).filter((word) => word !== ''));

export const yesWords = new Set([...list(lines.yes, /\s+/), ...list(lines.yesPhrases, /\|/)]);
export const noWords = new Set([...list(lines.no, /\s+/), ...list(lines.noPhrases, /\|/)]);
export const cancelWords = new Set([...list(lines.cancel, /\s+/), ...list(lines.cancelPhrases, /\|/)]);
export const fillerWords = list(lines.fillers, /\s+/);
