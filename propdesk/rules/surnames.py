"""How surnames are read where a dictionary of words reads them otherwise."""

from collections.abc import Mapping

Reading = tuple[str, ...]
"""One way to read some characters, a syllable each."""

_SINGLE = """
单 shan|仇 qiu|解 xie|曾 zeng|区 ou|朴 piao,pu|查 zha|盖 ge,gai|任 ren|华 hua|那 na|缪 miao|翟 zhai,di|种 chong
折 she|员 yun|贠 yun|洗 xian|冼 xian|繁 po|黑 he,hei|尉 wei,yu|乐 yue,le|逄 pang|隗 wei,kui|召 shao|秘 bi,mi
覃 qin,tan|纪 ji|哈 ha|牟 mu,mou|谌 chen,shen|燕 yan|宁 ning|卜 bu|柏 bai,bo|车 che|句 gou|过 guo|晁 chao
郗 xi,chi|郇 xun,huan|郤 xi|郄 qie,xi|亓 qi|佘 she|厍 she|昝 zan|笪 da|钭 tou|祭 zhai,ji|藏 zang|相 xiang
应 ying|訾 zi|葛 ge|曲 qu|会 gui,hui|眭 sui|干 gan|於 yu|贲 ben|薄 bo|瞿 qu|贾 jia|强 qiang|盛 sheng|都 du
行 xing,hang|占 zhan|幺 yao|么 yao|吕 lv,lu,lyu|宓 mi,fu|费 fei,bi|重 chong|呙 guo|莘 shen,xin|冯 feng|沈 shen
石 shi|万 wan|叶 ye|宿 su|夏 xia|臧 zang|褚 chu|洪 hong|能 nai|长 chang,zhang|广 guang|参 shen|适 kuo,shi
令 ling|俞 yu|余 yu|王 wang|谢 xie
"""

_COMPOUND = """
尉迟 yu chi|长孙 zhang sun|令狐 ling hu|万俟 mo qi|单于 chan yu|澹台 tan tai|鲜于 xian yu|亓官 qi guan
濮阳 pu yang|宇文 yu wen|夏侯 xia hou|呼延 hu yan|欧阳 ou yang|司马 si ma|上官 shang guan|诸葛 zhu ge
东方 dong fang|皇甫 huang fu|公孙 gong sun|慕容 mu rong|司徒 si tu|轩辕 xuan yuan|钟离 zhong li|闾丘 lv qiu
独孤 du gu|南宫 nan gong|西门 xi men|东郭 dong guo|百里 bai li|端木 duan mu|赫连 he lian|公冶 gong ye
宗政 zong zheng|淳于 chun yu|太叔 tai shu|申屠 shen tu|仲孙 zhong sun|拓跋 tuo ba|司空 si kong|第五 di wu
纳兰 na lan|完颜 wan yan|叶赫 ye he|公羊 gong yang|谷梁 gu liang|梁丘 liang qiu|左丘 zuo qiu|段干 duan gan
公西 gong xi|巫马 wu ma|呼衍 hu yan
"""


def _entries(text: str) -> list[list[str]]:
    return [entry.split(" ", 1) for line in text.split("\n") for entry in line.split("|") if entry]


SINGLE: Mapping[str, tuple[Reading, ...]] = {
    surname: tuple((reading,) for reading in readings.split(",")) for surname, readings in _entries(_SINGLE)
}
"""Surnames of one character, the commonest reading first."""

COMPOUND: Mapping[str, tuple[Reading, ...]] = {
    surname: (tuple(readings.split()),) for surname, readings in _entries(_COMPOUND)
}
"""Surnames of two characters."""
