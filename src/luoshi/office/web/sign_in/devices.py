"""What a browser calls itself, in words that its owner knows."""

from django.utils.translation import gettext as _

# A part of the user agent and what it stands for; the first that is found counts, since most claim to be Safari too.
BROWSERS = (
    ("DingTalk", "钉钉"),
    ("wxwork", "企业微信"),
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("QIHU", "360 浏览器"),
    ("360SE", "360 浏览器"),
    ("QQBrowser", "QQ 浏览器"),
    ("Firefox", "Firefox"),
    ("HeadlessChrome", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def named(user_agent: str) -> str:
    """Browser and system, or a word for one that is not known."""
    found = [next((name for part, name in known if part in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return "，".join(one for one in found if one) or _("不认识的浏览器")
