"""Chinese: words in dates that CLDR lacks, lines that pages put around articles, and news agencies."""

from __future__ import annotations

from typing import Final

FILLERS: Final = frozenset({"发布", "發布", "时间", "時間", "发布时间", "更新", "于", "於"})
"""Words that may stand in a date and say nothing."""
UNITS: Final = {
    "年": "year",
    "月": "month",
    "日": "day",
    "号": "day",
    "號": "day",
    "时": "hour",
    "時": "hour",
    "点": "hour",
    "點": "hour",
    "分": "minute",
    "秒": "second",
}
"""Signs after a number."""
COUNTERS: Final = """
浏览; 浏览量; 浏览次数; 阅读; 阅读量; 阅读数; 点击; 点击数; 点击量; 次浏览; 次阅读; 评论; 瀏覽; 瀏覽次數;
閱讀; 點擊; 評論; 人气
"""
"""What pages count beside a number: views, comments, minutes of reading."""
SHARES: Final = """
分享; 分享到; 分享至; 分享本文; 打印; 打印本页; 复制链接; 关注我们; 收藏; 返回顶部; 关闭; 上一篇; 下一篇;
列印; 複製連結; 關注我們; 查看更多; 更多; 阅读全文; 打印 关闭
"""
"""What pages ask of their readers: whole lines."""
RELATED: Final = """
相关新闻; 相关阅读; 相关文章; 相关链接; 相关报道; 推荐阅读; 猜你喜欢; 热门文章; 热门新闻; 最新新闻;
最新文章; 延伸阅读; 更多新闻; 標籤; 标签; 相關新聞; 相關文章; 延伸閱讀; 推薦閱讀; 关键词
"""
"""What stands above, or before a colon, other news."""
RIGHTS: Final = "版权所有; 版权声明; 保留所有权利; 版權所有; 保留所有權利"
"""What a line says that keeps rights."""
AGENCIES: Final = "新华社; 新華社; 中新社; 中新网; 人民网; 新华网; 中央社; 路透社; 法新社; 哈通社"
"""News agencies as datelines name them."""
